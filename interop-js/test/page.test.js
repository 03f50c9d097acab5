// The script of a page, and the snippets of the documentation as they stand there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeSocket } from './support/fake-server.js';

const alerts = [];
const sockets = [];
Object.assign(globalThis, {
  window: globalThis,
  alert: (text) => alerts.push(text),
  WebSocket: class extends FakeSocket {
    constructor(...given) {
      super(...given);
      sockets.push(this);
    }
  },
});
const { interop } = await import('../src/interop.js');
const [socket] = sockets;

test('the script connects to the folder that it was loaded from', () => {
  assert.equal(socket.url, new URL('../src', import.meta.url).href);
  assert.equal(sockets.length, 1);
});

test('a page calls DotNet before the connection is open', async () => {
  window.returnArrayAsync = () =>
    DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync')
      .then(data => {
        return data;
      });
  const data = window.returnArrayAsync();
  socket.welcome();
  assert.deepEqual(socket.take(), [['call', 1, 'BlazorSample', 'ReturnArrayAsync', 0, []]]);
  socket.receive(['reply', 1], '[1,2,3]');
  assert.deepEqual(await data, [1, 2, 3]);
});

test('a helper is called and disposed at once', async () => {
  window.updateMessageCaller = (dotNetHelper) => {
    dotNetHelper.invokeMethodAsync('UpdateMessageCaller');
    dotNetHelper.dispose();
  }
  socket.receive(['invoke', 2, 'updateMessageCaller', 3, 0, 1], '[{"__dotNetObject":1}]');
  assert.deepEqual(await socket.next('call'), ['call', 2, null, 'UpdateMessageCaller', 1, []]);
  assert.deepEqual(await socket.next('call'), ['call', 3, null, '__Dispose', 1, null]);
  assert.deepEqual(await socket.next('result'), ['result', [2, true, null]]);
  socket.receive(['reply', 2], 'null');
  socket.receive(['reply', 3], 'null');
});

test('a helper is kept by a static member of a class', async () => {
  class GreetingHelpers {
    static dotNetHelper;

    static setDotNetHelper(value) {
      GreetingHelpers.dotNetHelper = value;
    }

    static async sayHello() {
      const msg = 
        await GreetingHelpers.dotNetHelper.invokeMethodAsync('GetHelloMessage');
      alert(`Message from .NET: "${msg}"`);
    }
  }
  window.GreetingHelpers = GreetingHelpers;
  socket.receive(['invoke', 3, 'GreetingHelpers.setDotNetHelper', 3, 0, 1], '[{"__dotNetObject":2}]');
  await socket.next('result');
  const said = GreetingHelpers.sayHello();
  const [, callId] = await socket.next('call');
  socket.receive(['reply', callId], '"Hello, Amy!"');
  await said;
  assert.deepEqual(alerts.splice(0), ['Message from .NET: "Hello, Amy!"']);
});

test('bytes are sent separately from the call', async () => {
  const data = new Uint8Array([0x45,0x76,0x65,0x72,0x79]);
  const alerted = DotNet.invokeMethodAsync('BlazorSample', 'ReceiveByteArray', data)
    .then(str => {
      alert(str);
    });
  assert.deepEqual(await socket.next('bytes'), ['bytes', 0, data]);
  const [, callId, ...call] = await socket.next('call');
  assert.deepEqual(call, ['BlazorSample', 'ReceiveByteArray', 0, [{ '__byte[]': 0 }]]);
  socket.receive(['reply', callId], '"Every"');
  await alerted;
  assert.deepEqual(alerts.splice(0), ['Every']);
});

test('a reference to the window is passed and disposed', async () => {
  var jsObjectReference = DotNet.createJSObjectReference(window);

  const call = DotNet.invokeMethodAsync('BlazorSample', 'ReceiveWindowObject', jsObjectReference);

  DotNet.disposeJSObjectReference(jsObjectReference);
  const [, callId, , , , [reference]] = await socket.next('call');
  assert.deepEqual(reference, jsObjectReference);
  socket.receive(['reply', callId], 'null');
  assert.equal(await call, null);
});

test('an element that was captured by an attribute goes in both directions', async (t) => {
  class Element {
    constructor(...names) {
      this.getAttributeNames = () => names;
    }
  }
  const element = new Element('class', '_bl_item-1');
  const document = { querySelector: (selector) => (selector === '[_bl_item-1]' ? element : null) };
  Object.assign(globalThis, { Element, document, CSS: { escape: (text) => text } });
  t.after(() => ['Element', 'document', 'CSS'].forEach((name) => delete globalThis[name]));
  window.assignDotNetHelper = (element, dotNetHelper) => {
    element.dotNetHelper = dotNetHelper;
  }
  const args = '[{"__internalId":"item-1"},{"__dotNetObject":3}]';
  socket.receive(['invoke', 4, 'assignDotNetHelper', 3, 0, 1], args);
  await socket.next('result');
  assert.equal(typeof element.dotNetHelper.dispose, 'function');
  const call = DotNet.invokeMethodAsync('A', 'M', element);
  const [, callId, , , , sent] = await socket.next('call');
  assert.deepEqual(sent, [{ __internalId: 'item-1' }]);
  socket.receive(['reply', callId], 'null');
  await call;
});

test('the page can end its connection', () => {
  interop.close();
  assert.equal(interop.state, 'closed');
});
