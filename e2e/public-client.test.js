/**
 * The public npm package `@microsoft/dotnet-js-interop`, unmodified, against the gallery, in Node.js: the article's scripts
 * run with it as they are, and what the page does for Rust is done here.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import { runInThisContext } from 'node:vm';

import WebSocket from 'ws';

import { connect } from '../interop-js/test/adapter/dotnet-js-interop.js';
import { startGallery } from './gallery.js';

const SCRIPTS = [
  'assign-dotnet-helper',
  'call-and-dispose',
  'disposal',
  'greeting-helpers',
  'interop-call',
  'invoke-methods-async',
  'say-hello-1',
  'say-hello-2',
  'send-byte-array',
  'stream-to-dotnet',
  'stream-to-javascript',
  'update-message-caller',
];

/** The elements of the page, by the ids by which Rust knows them. */
const elements = new Map();
const element = id => elements.get(id) ?? elements.set(id, { id, lines: [], style: {} }).get(id);

/** What the examples alert. */
let alerted;

let gallery;
let adapter;
let DotNet;
before(async () => {
  gallery = await startGallery();
  const ready = new Promise(resolve => {
    globalThis.gallery = {
      mount: (element, component) => void (element.component = component),
      setText: (element, text) => void (element.text = text),
      setStyle: (element, property, value) => void (element.style[property] = value),
      show: (element, text) => element.lines.push(text),
      ready: resolve,
    };
  });
  globalThis.window = globalThis;
  globalThis.location = { pathname: '/node' };
  ({ DotNet } = await import('@microsoft/dotnet-js-interop'));
  // As Blazor does for element references.
  DotNet.attachReviver((_key, value) => (value?.__internalId ? element(value.__internalId) : value));
  for (const script of SCRIPTS) {
    runInThisContext(await readFile(new URL(`../gallery/page/scripts/${script}.js`, import.meta.url), 'utf8'));
  }
  adapter = await connect(DotNet, `${gallery.url.replace('http', 'ws')}_interop`, WebSocket);
  await ready;
});
after(async () => {
  await adapter?.close();
  await gallery?.stop();
});
beforeEach(() => {
  alerted = new Promise(resolve => (globalThis.alert = resolve));
});

const component = id => element(id).component;

test('static methods return values', async () => {
  assert.deepEqual(await DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync'), [1, 2, 3]);
  assert.deepEqual(await DotNet.invokeMethodAsync('BlazorSample', 'DifferentMethodName'), [1, 2, 3]);
});

test('instance methods call JavaScript, which calls back', async () => {
  const greetings = {
    'call-dotnet-example-2': 'Hello, Amy Pond!',
    'call-dotnet-example-3': 'Hello, Amy Pond!',
    'call-dotnet-example-4': 'Hello, Amy Pond!',
    'call-dotnet-example-5': 'Hello, Amy Pond!',
  };
  for (const [id, greeting] of Object.entries(greetings)) {
    await component(id).invokeMethodAsync('SetName', 'Amy Pond');
    assert.equal(await component(id).invokeMethodAsync('TriggerDotNetInstanceMethod'), greeting, id);
  }
});

test('a class of JavaScript keeps an object of Rust', async () => {
  component('call-dotnet-example-one-helper').invokeMethodAsync('SetName', 'Rory');
  globalThis.GreetingHelpers.welcomeVisitor();
  assert.equal(await alerted, 'Message from .NET: "Welcome, Rory!"');
});

test('generic objects are called by their closed types', async () => {
  await component('generics-example').invokeMethodAsync('InvokeInterop');
  assert.match(element('generic-type-1').text, /^genericType1: string [1-9]\d*$/);
  assert.match(element('generic-type-2').text, /^genericType2: [1-9]\d*$/);
});

test('an object is called and disposed of in one go', async () => {
  await component('list-item-1-2').invokeMethodAsync('InteropCall');
  assert.equal(element('list-item-1-2-message').text, 'UpdateMessage Called!');
  assert.equal(element('list-item-1-2-button').style.display, 'none');
  assert.equal(element('list-item-1-1-message').text, 'Select one of these list item buttons.');
});

test('an object is a property of an element', async () => {
  await globalThis.interopCall(element('list-item-2-4-message'));
  assert.equal(element('list-item-2-4-message').text, 'UpdateMessage Called!');
  assert.equal(element('list-item-2-3-message').text, 'Select one of these list items.');
});

test('byte arrays go both ways', async () => {
  globalThis.sendByteArray();
  assert.equal(await alerted, "Everything's shiny, Captain. Not to fret.");
  const data = await DotNet.invokeMethodAsync('BlazorSample', 'ReturnByteArray');
  assert.deepEqual(data, new TextEncoder().encode('Shiny.'));
});

test('Rust uses an object of JavaScript', async () => {
  await DotNet.invokeMethodAsync('BlazorSample', 'ReceiveWindowObject', DotNet.createJSObjectReference(globalThis));
  assert.deepEqual(element('js-object-reference').lines, ['Rust holds window: its path is /node, it can alert: true']);
});

test('streams go both ways', async () => {
  const stored = await component('stream-from-javascript').invokeMethodAsync('Stream');
  assert.match(stored, /^10000000 bytes in /);
  const whole = await component('stream-to-javascript').invokeMethodAsync('Stream');
  assert.equal(whole, '10000000 bytes in one piece, all of them 42: true');
  assert.equal(
    await component('stream-to-javascript').invokeMethodAsync('StreamInChunks'),
    '10000000 bytes in 306 chunks',
  );
});

test('references are disposed of from both sides', async () => {
  const disposal = component('disposal');
  assert.equal(await disposal.invokeMethodAsync('DisposeFromJavaScript'), 'Rust: my object was disposed of: true');
  assert.match(await disposal.invokeMethodAsync('DisposeFromRust'), /^JavaScript: There is no tracked object with id '\d+'/);
  assert.match(await disposal.invokeMethodAsync('DisposeJavaScriptObject'), /^Rust: the counter said 1\. Cannot access/);
});

test('errors reject one promise and nothing else', async () => {
  await assert.rejects(DotNet.invokeMethodAsync('BlazorSample', 'returnArrayAsync'), /does not contain a public invokable method/);
  await assert.rejects(DotNet.invokeMethodAsync('NoSample', 'ReturnArrayAsync'), /no loaded assembly with the name 'NoSample'/);
  await assert.rejects(DotNet.invokeMethodAsync('BlazorSample', 'ReceiveText', 1), /expected a string/);
  await assert.rejects(DotNet.invokeMethodAsync('BlazorSample', 'ReceiveText', 'x'.repeat(32765)), /32768/);
  const circular = {};
  circular.circular = circular;
  await assert.rejects(DotNet.invokeMethodAsync('BlazorSample', 'ReceiveObject', circular), TypeError);
  assert.deepEqual(await DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync'), [1, 2, 3]);
});
