// Code of the application that uses wasm-bindgen by itself, in the same module.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connect, page, rejection } from './support/connection.js';

let told = [];
globalThis.told = (text) => void told.push(text);

test("functions and classes of the module's own", async (t) => {
  const { app, call } = await connect(t);
  assert.equal(app.multiply(6, 7), 42);
  const tally = new app.Tally();
  tally.add('one');
  assert.equal(call('Add', 1, 2), 3);
  tally.add('zwei');
  assert.equal(tally.total(), 'one+zwei');
  tally.free();
  assert.throws(() => app.configure('no JSON'), /expected/);
});

test('a promise is awaited as wasm-bindgen-futures does it', async (t) => {
  const { callAsync } = await connect(t);
  globalThis.promisedText = async (text) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (text === 'bad') {
      throw 'no such text';
    }
    return `${text} indeed`;
  };
  assert.equal(await callAsync('await_promise', 'good'), 'good indeed');
  const error = await rejection(callAsync('await_promise', 'bad'));
  assert.deepEqual([error.code, error.message], ['rejected', 'no such text']);
  const many = await Promise.all(Array.from({ length: 50 }, (_, i) => callAsync('await_promise', `${i}`)));
  assert.deepEqual(
    many,
    Array.from({ length: 50 }, (_, i) => `${i} indeed`),
  );
});

test('Rust that is not called through a circuit says something through one', async (t) => {
  const { app, call } = await connect(t);
  call('remember');
  told = [];
  assert.equal(app.tell_beside('directly'), true);
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.deepEqual(told, ['directly']);

  told = [];
  const heard = new Promise((resolve) => {
    const listen = told.push.bind(told);
    told = { push: (text) => (listen(text), resolve(text)) };
  });
  app.tell_later('from a timer', 1);
  assert.equal(await heard, 'from a timer');
});

test('Rust that is not called through a circuit calls JavaScript synchronously', async (t) => {
  const { app, call } = await connect(t);
  call('remember');
  const at = page({
    answer: (who) => `${who}: ${call('Add', 1, 2)}`,
    fails: () => {
      throw new Error('not for you');
    },
  });
  assert.equal(app.ask_beside(`${at}.answer`), 'beside: 3');
  assert.throws(() => app.ask_beside(`${at}.fails`), /not for you/);
  assert.equal(app.ask_beside(`${at}.answer`), 'beside: 3');
});

test('a task of its own awaits JavaScript', async (t) => {
  const { call } = await connect(t);
  call('remember');
  const heard = new Promise((resolve) => (told = { push: resolve }));
  const at = page({ answer: async () => 'here I am' });
  call('spawn', `${at}.answer`);
  assert.equal(await heard, 'the task heard: here I am');
});

test('what is left of a circuit that is closed says nothing, and harms nothing', async (t) => {
  const connection = await connect(t);
  const { app, call } = connection;
  call('remember');
  const at = page({ never: () => new Promise(() => {}) });
  call('spawn', `${at}.never`);
  connection.close();
  assert.equal(app.tell_beside('to nobody'), false);
  assert.throws(() => app.ask_beside('x'), /circuit has disconnected/);
  await new Promise(setImmediate);
  assert.equal((await connect(t)).call('Add', 1, 2), 3);
});
