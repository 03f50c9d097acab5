// Whatever is thrown, rejected or said of a failure: the other side gets an answer, and so does the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { CallDispatcher } from '../src/index.js';
import { describeError } from '../src/error-texts.js';
import { ignore, startConnected } from './support/fake-server.js';
import { failure, startWasm } from './support/fake-module.js';

const broken = () => {
  throw new Error('thrown while it was looked at');
};
function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
const withGetter = (name) => Object.defineProperty(new Error('text'), name, { get: broken });

const module = await import('data:text/javascript,export const answer = 42');

/** What a function may throw, and what the text is that begins the answer. */
const thrown = {
  'an object without a prototype': [() => Object.create(null), '{}'],
  'a module': [() => module, '{"answer":42}'],
  'a revoked proxy': [revoked, 'a value of type object that has no text'],
  'an error whose message throws': [() => withGetter('message'), 'Error'],
  'an error whose stack throws': [() => withGetter('stack'), 'text'],
  'an error whose message is no text': [() => Object.assign(new Error(), { message: { a: 1 } }), '[object Object]'],
  'an error whose message has no text': [() => Object.assign(new Error(), { message: Object.create(null) }), '{}'],
  'an error without a stack': [() => Object.assign(new Error('plain'), { stack: undefined }), 'plain'],
  'an error of another realm': [() => vm.runInNewContext('new TypeError("far away")'), 'far away'],
  'a symbol': [() => Symbol('sign'), 'Symbol(sign)'],
  'a number': [() => 5, '5'],
  nothing: [() => undefined, 'null'],
  'an empty text': [() => '', 'null'],
  'an object whose conversion calls itself': [() => ({ toString() { return `${this}`; }, toJSON() { return this.toJSON(); } }),
    'a value of type object that has no text'],
  'an object that has no text': [() => ({ toString: null, valueOf: null, toJSON: broken }), 'a value of type object that has no text'],
  'half of an emoji': [() => new Error('tea \ud83c'), 'tea \ufffd'],
  'a value that the console cannot show': [() => ({ [Symbol.for('nodejs.util.inspect.custom')]: broken, toString: () => 'odd' }), 'odd'],
};

for (const [name, [make, expected]] of Object.entries(thrown)) {
  test(`${name} is an answer when it is thrown or rejected`, async (t) => {
    const { socket } = startConnected(t);
    t.mock.method(console, 'error', (value) => Object(value)[Symbol.for('nodejs.util.inspect.custom')]?.());
    t.after(() => ['throwIt', 'rejectIt', 'thenIt'].forEach((key) => delete globalThis[key]));
    const value = make();
    globalThis.throwIt = () => {
      throw value;
    };
    globalThis.rejectIt = () => Promise.reject(value);
    globalThis.thenIt = () => ({
      then() {
        throw value;
      },
    });
    for (const [index, identifier] of ['throwIt', 'rejectIt', 'thenIt'].entries()) {
      socket.receive(['invoke', 0, identifier, 0, 0, 1], '[]');
      socket.receive(['invoke', index + 2, identifier, 0, 0, 1], '[]');
      const [, [taskId, succeeded, text]] = await socket.next('result');
      assert.deepEqual([taskId, succeeded, text.split('\n')[0]], [index + 2, false, expected]);
    }
    assert.equal(describeError(value).split('\n')[0], expected);
  });
}

const results = {
  'a symbol': () => Symbol('x'),
  'a cycle': () => {
    const value = [];
    return value.concat([value, (value[0] = value)]);
  },
  'an object whose toJSON throws': () => ({ toJSON: () => { throw Object.create(null); } }),
  'an object with a getter that throws': () => ({ get x() { throw Symbol('x'); } }),
  'a thenable whose then is a getter that throws': () => ({ get then() { throw 'late'; } }),
  'a revoked proxy': () => revoked(),
};
for (const [name, make] of Object.entries(results)) {
  test(`${name} as a result is an answer that fails`, async (t) => {
    const { socket } = startConnected(t);
    t.after(() => delete globalThis.makeIt);
    globalThis.makeIt = make;
    socket.receive(['invoke', 2, 'makeIt', 0, 0, 1], '[]');
    const [, [taskId, succeeded, text]] = await socket.next('result');
    assert.deepEqual([taskId, succeeded, typeof text], [2, false, 'string']);
  });
}

test('arguments that cannot be written reject the call with what was thrown', async (t) => {
  const { connection, socket } = startConnected(t);
  const reason = Object.create(null);
  const call = connection.invokeMethodAsync('A', 'M', { toJSON: () => { throw reason; } });
  assert.equal(await call.catch((error) => error), reason);
  assert.deepEqual(socket.take(), []);
});

const failures = {
  '{"message":42,"code":"x"}': '42',
  '{"message":{"a":1},"code":"x"}': '[object Object]',
  '{"message":{"toString":1},"code":"x"}': '{"toString":1}',
  '{"message":null,"code":"x"}': 'null',
  '{"code":"x"}': '',
  '"text"': 'text',
  null: 'null',
  '[]': '',
};
for (const [body, expected] of Object.entries(failures)) {
  test(`a server that says ${body} of a failure settles the promise`, async (t) => {
    const { connection, socket } = startConnected(t);
    const call = connection.invokeMethodAsync('A', 'M');
    socket.receive(['fail', 1], body);
    const error = await call.catch((error) => error);
    assert.ok(error instanceof Error);
    assert.deepEqual([error.message, error.method], [expected, 'M']);
    assert.equal(connection.state, 'connected');
  });
}

test('a failure has no more than what the protocol says', async (t) => {
  const { connection, socket } = startConnected(t);
  const call = connection.invokeMethodAsync('A', 'M');
  socket.receive(['fail', 1], '{"message":"m","code":"c","stack":"forged","__proto__":null,"name":"Other"}');
  const error = await call.catch((error) => error);
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'Error');
  assert.match(error.stack, /^Error: m\n/);
});

test('a source of a stream that throws ends the stream with a text', async (t) => {
  const { socket } = startConnected(t);
  const { DotNet } = await import('../src/index.js');
  const source = { buffer: new ArrayBuffer(8), byteLength: 8 };
  const { __jsObjectId: id } = DotNet.createJSStreamReference(source);
  Object.defineProperty(source, 'byteLength', { get: () => { throw Object.create(null); } });
  socket.receive(['open', 3, id, 10, 1]);
  assert.deepEqual(await socket.next('end'), ['end', 3, '{}']);
});

test('an instance that ends by a value without a text says so', async (t) => {
  const { connection, module, events } = startWasm(t);
  module.behind.invoke = () => {
    throw Object.create(null);
  };
  assert.throws(() => connection.invokeMethod('A', 'M'), { code: 'disconnected' });
  await null;
  assert.match(events.at(-1)[1].reason, /has trapped and can no longer be used: \{\}\./);
});

test('an answer that the module refuses is one that fails', async (t) => {
  const { module } = startWasm(t);
  t.after(() => delete globalThis.answer);
  globalThis.answer = () => 1;
  const answers = [];
  module.behind.result = ([taskId, succeeded, value]) => {
    answers.push([taskId, succeeded, value]);
    if (succeeded) {
      throw failure('there is no memory', { code: 'limit_exceeded' });
    }
  };
  module.client.invoke(2, 'answer', '[]', 0, 0, 1);
  await module.next('result');
  await module.next('result');
  assert.deepEqual(answers, [[2, true, 1], [2, false, 'there is no memory']]);
});

test('a host that throws when it is answered gets its own error', async () => {
  const dispatcher = new CallDispatcher({
    sendByteArray() {},
    beginInvokeDotNetFromJS() {},
    endInvokeJSFromDotNet() {
      throw new Error('the host is closed');
    },
  });
  await assert.rejects(dispatcher.beginInvokeJSFromDotNet(2, 'Object', '[]', 3, 0, 1), { message: 'the host is closed' });
});

// Errors that go through several calls

/** The text after the error has gone through so many calls, each of which makes an error of it as a call of Rust does. */
function nested(levels, first, wrap = (text) => text) {
  let text = describeError(first);
  for (let level = 1; level < levels; level++) {
    text = describeError(new Error(wrap(text)));
  }
  return text;
}

test('an error that goes through many calls grows by one stack for each', () => {
  const sizes = [1, 2, 3, 4, 5].map((levels) => nested(levels, new Error('the first')).length);
  const steps = sizes.slice(1).map((size, index) => size - sizes[index]);
  assert.ok(steps.every((step) => step < 1.2 * steps[0]), `${sizes}`);
  const text = nested(5, new Error('the first'));
  assert.equal(text.split('the first').length - 1, 2, 'the message, and the beginning of its own stack');
});

test('the text of an error has a bound, whatever is in it', () => {
  const long = 'x'.repeat(1_000_000);
  const texts = [
    nested(1, new Error(long)),
    nested(1, long),
    nested(100, new Error('the first')),
    nested(30, new Error('the first'), (text) => `failed: ${JSON.stringify(text)}`),
    nested(3, new Error('\u20ac'.repeat(100_000))),
  ];
  for (const text of texts) {
    assert.ok(new TextEncoder().encode(text).length < 26_000, `${text.length}`);
  }
  assert.match(texts[0], /^x+\n\.\.\. \(\d+ more characters\)$/);
  assert.match(nested(100, new Error('the first')), /^the first\nError: the first\n {4}at /, 'what came first is kept');
});

test('a listener of a signal that throws what the console cannot show leaves the other calls cancelled', async (t) => {
  const { connection, socket } = startConnected(t);
  t.mock.method(console, 'error', (value) => Object(value)[Symbol.for('nodejs.util.inspect.custom')]?.());
  const abort = new AbortController();
  const calls = [1, 2].map(() => connection.withSignal(abort.signal).invokeMethodAsync('A', 'M'));
  const reason = { [Symbol.for('nodejs.util.inspect.custom')]: broken };
  abort.abort(reason);
  assert.deepEqual(await Promise.all(calls.map((call) => call.catch((error) => error === reason))), [true, true]);
  assert.equal(socket.take().filter(([kind]) => kind === 'cancel').length, 2);
});

test('an error of the other side has what is found in its log: the circuit and the call', async (t) => {
  const { connection, server, socket } = startConnected(t, { welcome: { circuit: 'first' } });
  ignore(connection.invokeMethodAsync('A', 'M'));
  const call = connection.invokeMethodAsync('A', 'M');
  socket.receive(['fail', 2], '{"message":"no","code":"internal","callId":7,"circuit":"other"}');
  await assert.rejects(call, { code: 'internal', callId: 2, circuit: 'first' });
  const lost = connection.invokeMethodAsync('A', 'M');
  const opened = server.nextSocket();
  socket.drop();
  await assert.rejects(lost, (error) => error.code === 'disconnected' && error.callId === undefined);
  (await opened).welcome({ circuit: 'second' });
  const again = connection.invokeMethodAsync('A', 'M');
  server.socket.receive(['fail', 4], '{"message":"no"}');
  await assert.rejects(again, { callId: 4, circuit: 'second' });
});
