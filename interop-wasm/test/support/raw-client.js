/**
 * A client that uses the raw exports directly and records all callbacks.
 */
import assert from 'node:assert/strict';

import { instantiate } from './module.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The tests of a file share an instance, except for tests that end one. */
let shared;

/**
 * Connects a client. `functions` replace its callbacks.
 *
 * @param {{ app?: any, options?: object, functions?: Record<string, Function> }} [setting]
 */
export async function connectRaw({ app, options = {}, functions = {} } = {}) {
  app ??= await (shared ??= instantiate());
  app.configure(JSON.stringify({ detailedErrors: true, ...options }));
  return new RawClient(app, functions);
}

export class RawClient {
  /** The recorded callbacks, as [function, ...arguments], except `schedule`. */
  heard = [];
  /** @type {(() => void)[]} */
  #listeners = [];

  constructor(app, functions) {
    this.app = app;
    this.exports = app.interop;
    const hear = (name, ...args) => {
      this.heard.push([name, ...args]);
      this.#listeners.splice(0).forEach((listener) => listener());
    };
    const client = {
      schedule: () => queueMicrotask(() => this.run()),
      sleep: (timerId, milliseconds) => hear('sleep', timerId, milliseconds),
      cancelSleep: (timerId) => hear('cancelSleep', timerId),
      invokeSync: (...call) => (hear('invokeSync', ...call), null),
    };
    client.reply = (callId, ...text) => hear('reply', callId, decoder.decode(this.read(...text)));
    for (const name of ['fail', 'invoke', 'open', 'grant', 'stop', 'end', 'panicked', 'closed']) {
      client[name] = (...args) => hear(name, ...args);
    }
    for (const name of ['bytes', 'chunk']) {
      client[name] = (...args) => hear(name, ...args.slice(0, -2), this.read(...args.slice(-2)));
    }
    this.client = Object.assign(client, functions);
    this.circuit = this.exports.connect(this.client);
    if (this.heard.length) {
      throw new Error('the client was told something before it could know its circuit');
    }
  }

  run() {
    try {
      this.exports.run(this.circuit);
    } catch (error) {
      // A circuit that has ended in the meantime has nothing to run.
      if (error?.code !== 'disconnected') {
        throw error;
      }
    }
  }

  /** Removes and returns the recorded callbacks of these functions. */
  take(...names) {
    const taken = this.heard.filter(([name]) => !names.length || names.includes(name));
    this.heard = this.heard.filter((message) => !taken.includes(message));
    return taken;
  }

  /** Waits for the next callback of one of these functions, and removes it from the record. */
  async next(...names) {
    for (;;) {
      const at = this.heard.findIndex(([name]) => names.includes(name));
      if (at >= 0) {
        return this.heard.splice(at, 1)[0];
      }
      await new Promise((resolve) => this.#listeners.push(resolve));
    }
  }

  /** Writes texts and bytes to the buffer and returns their lengths. */
  write(...texts) {
    const parts = texts.map((text) => (typeof text === 'string' ? encoder.encode(text) : text));
    let address = this.exports.area(parts.reduce((sum, part) => sum + part.length, 0));
    const memory = new Uint8Array(this.exports.memory().buffer);
    for (const part of parts) {
      memory.set(part, address);
      address += part.length;
    }
    return parts.map((part) => part.length);
  }

  #writeCall(assembly, method, args) {
    const [assemblyBytes, methodBytes, argsBytes] = this.write(assembly ?? '', method, args);
    return [assembly === null ? -1 : assemblyBytes, methodBytes, argsBytes];
  }

  /** Calls synchronously, and returns the result as JSON. */
  invokeJson(assembly, method, args = '[]', objectId = 0) {
    const length = this.exports.invoke(this.circuit, ...this.#writeCall(assembly, method, args), objectId);
    return decoder.decode(this.read(this.exports.reply(), length));
  }

  /** Calls a static method synchronously. */
  invoke(method, ...args) {
    return JSON.parse(this.invokeJson('Tests', method, JSON.stringify(args)));
  }

  /** Starts a call. */
  call(callId, assembly, method, args = '[]', objectId = 0) {
    this.exports.call(this.circuit, callId, ...this.#writeCall(assembly, method, args), objectId);
  }

  /** Answers a call to JavaScript. */
  result(answer) {
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    this.exports.result(this.circuit, ...this.write(text));
  }

  /** Sends the byte arrays of the following message. */
  bytes(...arrays) {
    arrays.forEach((data, id) => this.exports.bytes(this.circuit, id, ...this.write(Uint8Array.from(data))));
  }

  chunk(streamId, sequence, data) {
    this.exports.chunk(this.circuit, streamId, sequence, ...this.write(data));
  }

  /** Copies a range of the memory. */
  read(address, length) {
    return new Uint8Array(this.exports.memory().buffer, address, length).slice();
  }
}

/** Whether an error was created by the module's exports. They throw no other errors while the instance is usable. */
export function isOurs(error) {
  return error instanceof Error && typeof error.code === 'string' && error[Symbol.for('interop.error')] === true;
}

/**
 * The error thrown by an action, which must be an error of the module and not a trap.
 *
 * @param {() => any} action
 * @returns {Error & { code: string }}
 */
export function thrown(action) {
  try {
    action();
  } catch (error) {
    if (!isOurs(error)) {
      throw new Error('this is no error that the module has made', { cause: error });
    }
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Checks that the same instance still serves a new client, with both kinds of calls. */
export async function serves() {
  const client = await connectRaw();
  client.bytes([40, 2]);
  assert.equal(client.invokeJson('Tests', 'sum', '[{"__byte[]":0}]'), '42');
  client.call(1, 'Tests', 'add_later', '[2,40]');
  assert.deepEqual(await client.next('reply'), ['reply', 1, '42']);
  client.exports.close(client.circuit);
}
