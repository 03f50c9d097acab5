// Random input on all raw exports: errors of the module's own, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { connectRaw, isOurs, serves } from './support/raw-client.js';

const ROUNDS = 20000;

/** The same numbers for the same seed. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const METHODS = [
  'Add',
  'AddAsync',
  'add_later',
  'echo_text',
  'echo_value',
  'nothing',
  'or_seven',
  'deep',
  'calls_in_flight',
  'object_count',
  'close',
  'close_async',
  'Echo',
  'echo_async',
  'echo_vec',
  'echo_parcel',
  'sum',
  'turn',
  'turn_async',
  'order',
  'order_async',
  'secret',
  'counter',
  'counters',
  'keep',
  'kept',
  'holders',
  'teller',
  'turns',
  'never',
  'wait_for',
  'ask',
  'stream',
  'stream_async',
  'endless_stream',
  'broken_stream',
  'read_stream',
  'read_beginning',
  'fetch_stream',
  'pass_stream',
  'call',
  'get',
  'set',
  'send',
  'call_sync',
  'get_sync',
  'object_call_sync',
  'use_and_dispose',
  'level',
  'level_async',
  'increment',
  'increment_later',
  'add_other',
  'same',
  'dispose_from_rust',
  'tell',
  'set',
  '__Dispose',
];

class Garbage {
  constructor(seed) {
    this.next = random(seed);
  }

  below(count) {
    return Math.floor(this.next() * count);
  }

  of(choices) {
    return choices[this.below(choices.length)];
  }

  number() {
    return this.of([
      0,
      1,
      2,
      3,
      4,
      5,
      7,
      255,
      32768,
      -1,
      -(2 ** 31),
      2 ** 31,
      2 ** 32 - 1,
      2 ** 53 - 1,
      2 ** 53,
      0.5,
      NaN,
      Infinity,
      undefined,
      null,
      '3',
      {},
      true,
    ]);
  }

  small() {
    return this.below(8);
  }

  /** Writes bytes, and returns a length that is true, most often. */
  bytes(client) {
    return this.near(client.write(new Uint8Array(this.of([0, 1, 100, 32768, 40000])))[0]);
  }

  value(depth = 0) {
    const leaf = () => this.of([0, 1, -1, 2.5, 1e300, 2 ** 31, 'text', 'ü🦀\u0000"\\', '', true, null, 'page.f']);
    const special = () =>
      this.of([
        { '__byte[]': this.small() },
        { __dotNetObject: this.small() },
        { __jsObjectId: this.small() - 1 },
        { __jsStreamReferenceLength: this.of([0, 5, 1e6, 2 ** 53]), __jsObjectId: this.small() },
        { __dotNetStream: 1 },
        { label: 'l', parts: [{ '__byte[]': 0 }], by_name: {}, inner: null },
      ]);
    switch (this.below(depth > 4 ? 3 : 6)) {
      case 0:
      case 1:
        return leaf();
      case 2:
        return special();
      case 3:
        return Array.from({ length: this.below(4) }, () => this.value(depth + 1));
      case 4:
        return { [String(leaf())]: this.value(depth + 1) };
      default:
        return [[[[this.value(depth + 1)]]]];
    }
  }

  /** JSON, most often. */
  text(value) {
    let text = JSON.stringify(value);
    const at = this.below(text.length + 1);
    switch (this.below(8)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text =
          text.slice(0, at) + this.of(['[', '}', '"', ',', '\\', '\u0000', 'é', '{"__byte[]":0}']) + text.slice(at);
        break;
      case 2:
        text += this.of([' ', '[]', 'x', '\n\n']);
        break;
    }
    const bytes = new TextEncoder().encode(text);
    if (this.below(20) === 0 && bytes.length) {
      bytes[this.below(bytes.length)] = this.below(256);
    }
    return bytes;
  }

  /** Arguments, often of the kinds that the methods take. */
  args() {
    const bytes = { '__byte[]': this.small() };
    switch (this.below(8)) {
      case 0:
      case 1:
        return this.text(['page.f', [this.value()]]);
      case 2:
        return this.text(['text', bytes]);
      case 3:
        return this.text([{ __jsStreamReferenceLength: this.small(), __jsObjectId: 1 }, 1000]);
      case 4:
        return this.text([this.small(), 'text', bytes]);
      case 5:
        return this.text(this.value());
      default:
        return this.text(Array.from({ length: this.below(4) }, () => this.value()));
    }
  }

  /** A number that is the right one, most often. */
  near(number) {
    return this.below(30) ? number : this.of([number + 1, number - 1, this.number()]);
  }

  /** Writes a call, with lengths that are true, most often. */
  call(client) {
    const assembly = this.of(['Tests', 'Tests', 'wasm-tests-library', '', 'Nowhere', null, null, null]);
    const [a, m, t] = client.write(assembly ?? '', this.of([...METHODS, '', 'x']), this.args());
    const objectId = assembly === null ? this.small() : this.near(0);
    return [assembly === null ? -1 : this.near(a), this.near(m), this.near(t), objectId];
  }

  act(client) {
    const { circuit, exports } = client;
    const own = this.below(50) ? circuit : this.number();
    const id = () => (this.below(15) ? this.small() : this.number());
    switch (this.below(17)) {
      case 0:
      case 1:
      case 2:
        return exports.invoke(own, ...this.call(client));
      case 3:
      case 4:
      case 5:
        return exports.call(own, this.below(3) ? this.below(1e9) : id(), ...this.call(client));
      case 6:
        return exports.cancel(own, id());
      case 7:
        return exports.release(own, id(), id());
      case 8:
        return exports.bytes(own, this.near(0), this.bytes(client));
      case 9: {
        const answer = this.below(5) ? [id(), this.of([true, false, 1]), this.value()] : this.value();
        return exports.result(own, this.near(client.write(this.text(answer))[0]));
      }
      case 10:
        return exports.chunk(own, id(), id(), this.bytes(client));
      case 11:
        return exports.end(own, id(), this.of([null, 'why', 5, undefined, {}]));
      case 12:
        return exports.claim(own, id(), id());
      case 13:
        return exports.grant(own, id(), id());
      case 14:
        return exports.stop(own, id());
      case 15:
        return exports.wake(own, id());
      default:
        return this.below(20) ? exports.run(own) : exports.close(own);
    }
  }
}

test(`${ROUNDS} random messages harm nothing`, async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 1e9);
  t.diagnostic(`SEED=${seed}`);
  const garbage = new Garbage(seed);
  const codes = new Map();
  let client;
  // Synchronous calls to JavaScript call in again, with the same kind of input.
  let depth = 0;
  const invokeSync = () => {
    if (client && depth < 3) {
      depth++;
      attempt();
      depth--;
    }
    return garbage.of([null, '1', '"text"', '{', '[["x",{"__byte[]":0}]]', 5]);
  };
  const attempt = () => {
    try {
      garbage.act(client);
      codes.set('fine', (codes.get('fine') ?? 0) + 1);
    } catch (error) {
      // JavaScript's own conversion of an argument to a number, or that of bindings made for debugging.
      const isConversion = error instanceof TypeError || /^expected a number argument/.test(error?.message);
      const code = isConversion ? 'conversion' : error?.code;
      assert.ok(isConversion || isOurs(error), `SEED=${seed}: ${error?.stack}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    if (!client || client.take('closed').length) {
      client = await connectRaw({ functions: { invokeSync, sleep() {}, schedule() {} } });
    }
    attempt();
    client.take('reply', 'fail', 'invoke', 'bytes', 'chunk', 'open', 'end', 'grant', 'stop', 'cancelSleep');
    if (round % 1000 === 0) {
      await new Promise(setImmediate);
    }
  }
  t.diagnostic(JSON.stringify(Object.fromEntries(codes)));
  assert.ok(codes.get('fine') > ROUNDS / 10, 'much of it is good enough to be taken in');
  client = undefined;
  await serves();
});
