// Calls to JavaScript that are answered by messages.
import { begin } from './bench.js';

/** @type {import('./bench.js').Operation[]} */
export const callsToJavaScript = [
  // Calls to JavaScript
  ['call', begin(2, 'page.count', '[1,2]', 0, 0, 1)],
  ['call without arguments', begin(2, 'page.count', null, 0, 0, 1)],
  ['call without a type', begin(2, 'page.count', '[1]', 0, 0, undefined)],
  ['call that nobody waits for', begin(0, 'page.count', '[1]', 0, 0, 1)],
  ['call that fails and nobody waits for', begin(0, 'page.fails', '[]', 0, 0, 1)],
  ['call that is answered later', begin(3, 'page.later', '[]', 0, 0, 1)],
  ['call that returns nothing', begin(3, 'page.identity', '[]', 0, 0, 1)],
  ['call that fails', begin(3, 'page.fails', '[]', 0, 0, 1)],
  ['call that rejects with a text', begin(3, 'page.rejects', '["text"]', 0, 0, 1)],
  ['call that rejects with null', begin(3, 'page.rejects', '[null]', 0, 0, 1)],
  ['call that rejects with a number', begin(3, 'page.rejects', '[0]', 0, 0, 1)],
  ['call that rejects with an object', begin(3, 'page.rejectsWithObject', '[]', 0, 0, 1)],
  ['call of what is not there', begin(3, 'page.nope', '[]', 0, 0, 1)],
  ['call on an unknown object', begin(3, 'x', '[]', 0, 4242, 1)],
  ['construct', begin(3, 'page.Point', '[3,4]', 0, 0, 2)],
  ['construct with what is no constructor', async (bench) => {
    const [[kind, id, succeeded]] = await begin(3, 'arrow', '[]', 0, 0, 2)(bench);
    return [kind, id, succeeded];
  }],
  ['read a property', begin(3, 'page.accessor', '[]', 0, 0, 3)],
  ['read what cannot be read', begin(3, 'page.writeOnly', '[]', 0, 0, 3)],
  ['write a property', begin(3, 'page.number', '[9]', 0, 0, 4)],
  ['write what cannot be written', begin(3, 'page.constant', '[9]', 0, 0, 4)],
  ['an unknown type of call', begin(3, 'page.count', '[]', 0, 0, 9),
    { better: 'the error names the type', ours: [['end', 3, false, [3, false, "Invalid JS call type '9'."]]] }],
  ['a reference to the result', begin(3, 'page.Point', '[1,2]', 1, 0, 2)],
  ['a reference to a function', begin(3, 'page', '[]', 1, 0, 3)],
  ['a reference to nothing', begin(3, 'page.identity', '[null]', 1, 0, 1)],
  ['a reference to a number', begin(3, 'page.later', '[]', 1, 0, 1)],
  ['a stream of the result', begin(3, 'page.bytes', '[]', 2, 0, 1)],
  ['a stream of a number', begin(3, 'page.later', '[]', 2, 0, 1)],
  ['nothing of the result', begin(3, 'page.circular', '[]', 3, 0, 1)],
  ['an unknown type of result', begin(3, 'page.later', '[]', 9, 0, 1)],
  ['bytes as the result', begin(3, 'page.bytes', '[]', 0, 0, 1)],
  ['bytes in the result', begin(3, 'page.nestedBytes', '[]', 0, 0, 1)],
  ['arguments that are no JSON', begin(3, 'page.count', '{x', 0, 0, 1)],
  ['arguments that are no array', begin(3, 'page.count', '{"a":1}', 0, 0, 1)],
  ['a dead reference as an argument', begin(3, 'page.count', '[{"__jsObjectId":4242}]', 0, 0, 1)],
  ['the reference that stands for null as an argument', begin(3, 'page.count', '[{"__jsObjectId":-1}]', 0, 0, 1)],
  ['an object that goes there and back', begin(3, 'page.identity', '[{"__dotNetObject":5,"more":[1]}]', 0, 0, 1)],
  ['bytes that go there and back', ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(5, new Uint8Array([1, 2]));
    return begin(3, 'page.identity', '[{"__byte[]":5}]', 0, 0, 1)({ dispatcher, ...bench });
  }],
  ['bytes that were never sent', begin(3, 'page.identity', '[{"__byte[]":77}]', 0, 0, 1), {
    better: 'an error instead of null',
    ours: [['end', 3, false, [3, false, 'Byte array with ID 77 does not exist. It may have been read already.']]],
  }],
  ['bytes that are named twice', ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(6, new Uint8Array([1]));
    return begin(3, 'page.count', '[{"__byte[]":6},{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
  }],
  ['bytes that an earlier message has named', async ({ dispatcher, ...bench }) => {
    dispatcher.receiveByteArray(6, new Uint8Array([1]));
    await begin(3, 'page.count', '[{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
    return begin(3, 'page.identity', '[{"__byte[]":6}]', 0, 0, 1)({ dispatcher, ...bench });
  }, {
    better: 'an error instead of null',
    ours: [
      ['end', 3, true, [3, true, 1]],
      ['end', 3, false, [3, false, 'Byte array with ID 6 does not exist. It may have been read already.']],
    ],
  }],
  ['processByteArray', ({ dispatcher }) => {
    dispatcher.receiveByteArray(7, new Uint8Array([1]));
    return [dispatcher.processByteArray(7), dispatcher.processByteArray(7)];
  }],
  ['a stream that is supplied before it is named', async ({ DotNet, dispatcher, sent }) => {
    dispatcher.supplyDotNetStream(8, new Blob(['abc']).stream());
    const result = DotNet.invokeMethodAsync('A', 'M');
    dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, '{"__dotNetStream":8}');
    return new Uint8Array(await (await result).arrayBuffer());
  }],
  ['a stream that is supplied after it is named', async ({ DotNet, dispatcher, sent }) => {
    const result = DotNet.invokeMethodAsync('A', 'M');
    dispatcher.endInvokeDotNetFromJS(String(sent()[0][1]), true, '[{"__dotNetStream":9}]');
    const [stream] = await result;
    const bytes = stream.stream().then((readable) => new Response(readable).text());
    dispatcher.supplyDotNetStream(9, new Blob(['abc']).stream());
    return bytes;
  }],
];
