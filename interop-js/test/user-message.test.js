// What users read when a call fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userMessage } from '../src/index.js';

const failure = (code, message = 'the text of Rust', data) => Object.assign(new Error(message), { code, data });

test('a cancelled call has no text', () => {
  assert.equal(userMessage(failure('cancelled')), undefined);
  assert.equal(userMessage(AbortSignal.abort().reason), undefined);
});

test('the codes of the product have texts that say what to do', () => {
  assert.match(userMessage(failure('disconnected')), /connection was lost/);
  assert.match(userMessage(failure('deadline_exceeded')), /takes too long/);
  for (const code of ['internal', 'invalid_arguments', 'not_found', 'object_disposed', 'limit_exceeded', 'shutting_down']) {
    const text = userMessage(failure(code));
    assert.match(text, /[.]$/);
    assert.doesNotMatch(text, /the text of Rust/, code);
  }
});

test('any other code is of the application, whose message is for users', () => {
  assert.equal(userMessage(failure('out_of_stock', 'There is no more tea.')), 'There is no more tea.');
  assert.equal(userMessage(failure('refused', 'Log in first.')), 'Log in first.');
  assert.equal(userMessage(new TypeError('no code')), 'no code');
  for (const odd of ['constructor', '__proto__', 'toString']) {
    assert.equal(userMessage(failure(odd)), 'the text of Rust');
  }
});

test('the texts of the application come first', () => {
  const texts = {
    internal: 'We have been told.',
    full: ({ data }) => `${data.room} is full.`,
    silent: () => undefined,
    cancelled: 'You have stopped it.',
  };
  assert.equal(userMessage(failure('internal'), texts), 'We have been told.');
  assert.equal(userMessage(failure('full', '', { room: 'Lobby' }), texts), 'Lobby is full.');
  assert.equal(userMessage(failure('silent'), texts), undefined);
  assert.equal(userMessage(AbortSignal.abort().reason, texts), 'You have stopped it.');
});

test('whatever was thrown has a text', () => {
  assert.deepEqual([null, undefined, 'a text', 4, { code: 7 }].map((value) => userMessage(value)), [
    'null', 'undefined', 'a text', '4', '[object Object]',
  ]);
});
