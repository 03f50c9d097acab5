// Simulates a WebAssembly module without Rust: a test provides the behavior behind its exports.
import { connectWasm } from '../../src/index.js';
import { LIMITS } from './fake-server.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** A module whose one function is stopped by `unreachable`, as a panic is. */
const TRAP = new WebAssembly.Module(
  Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic, version
    ...[1, 4, 1, 0x60, 0, 0], // a type: nothing to nothing
    ...[3, 2, 1, 0], // a function of it
    ...[7, 8, 1, 4, ...encoder.encode('trap'), 0, 0], // its name
    ...[10, 5, 1, 3, 0, 0, 0x0b], // unreachable
  ]),
);

/** Traps, as Rust does after a panic. */
export function trap() {
  new WebAssembly.Instance(TRAP).exports.trap();
}

/** Creates an error as the exports do. */
export function failure(message, details) {
  return Object.assign(new Error(message), details, { [Symbol.for('interop.error')]: true });
}

export class FakeModule {
  #memory = new WebAssembly.Memory({ initial: 1, maximum: 1024 });
  #entries = [];
  #wake = () => {};
  /** The address of the texts of the next message, until it is read. */
  #area = undefined;
  #areaEnd = 1024;
  #reply = undefined;
  #gone = false;
  /** The module's answers by the name of the export, called with the recorded arguments. */
  behind = {};
  /** The callbacks of the circuits. */
  clients = [];
  /** Whether the memory grows when a buffer is requested. */
  grows = false;
  /** How often it was entered after its end. */
  enteredWhenGone = 0;
  limits = LIMITS;

  constructor() {
    this.interop = {
      connect: this.#export('connect', (client) => {
        this.clients.push(client);
        return this.clients.length;
      }),
      welcome: this.#export('welcome', (circuit) =>
        JSON.stringify({ circuit: String(circuit), limits: this.limits, detailedErrors: true }),
      ),
      memory: this.#export('memory', () => this.#memory),
      area: this.#export('area', (bytes) => {
        if (bytes > Math.max(this.limits.maxFrameBytes ?? 0, 4096)) {
          throw failure(`${bytes} bytes exceed every limit`, { code: 'limit_exceeded' });
        }
        if (this.grows || this.#areaEnd + bytes > this.#memory.buffer.byteLength) {
          this.#memory.grow(Math.ceil(bytes / 65536) + 1);
          this.#areaEnd = this.#memory.buffer.byteLength - bytes;
        }
        return (this.#area = this.#areaEnd);
      }),
      reply: this.#export('reply', () => this.#reply),
      invoke: this.#export('invoke', (circuit, assembly, method, args, objectId) => {
        const texts = this.#takeTexts(assembly, method, args);
        const result = this.#enter(circuit, ['invoke', texts[0], texts[1], objectId, JSON.parse(texts[2])]);
        return this.#writeReply(JSON.stringify(result ?? null));
      }),
      call: this.#export('call', (circuit, callId, assembly, method, args, objectId) => {
        const texts = this.#takeTexts(assembly, method, args);
        this.#enter(circuit, ['call', callId, texts[0], texts[1], objectId, JSON.parse(texts[2])]);
      }),
      result: this.#export('result', (circuit, answer) => {
        this.#enter(circuit, ['result', JSON.parse(this.#takeTexts(answer)[0])]);
      }),
      bytes: this.#export('bytes', (circuit, id, length) => this.#enter(circuit, ['bytes', id, this.#takeBytes(length)])),
      chunk: this.#export('chunk', (circuit, streamId, sequence, length) =>
        this.#enter(circuit, ['chunk', streamId, sequence, this.#takeBytes(length)]),
      ),
    };
    for (const name of ['cancel', 'release', 'claim', 'grant', 'stop', 'end', 'run', 'wake', 'close']) {
      this.interop[name] = this.#export(name, (circuit, ...rest) => this.#enter(circuit, [name, ...rest]));
    }
  }

  /** The callbacks of the latest circuit. */
  get client() {
    return this.clients.at(-1);
  }

  /** An export. After anything but a marked error was thrown, no export may be entered. */
  #export(name, body) {
    return (...args) => {
      if (this.#gone) {
        this.enteredWhenGone++;
      }
      try {
        return body(...args);
      } catch (error) {
        this.#gone ||= !error?.[Symbol.for('interop.error')];
        throw error;
      }
    };
  }

  #enter(circuit, entry) {
    if (circuit !== this.clients.length) {
      throw failure('The circuit is closed.', { code: 'disconnected' });
    }
    this.#entries.push(entry);
    this.#wake();
    const [name, ...said] = entry;
    return this.behind[name]?.(...said);
  }

  /** Takes the contents of the buffer. They can be taken once. */
  #takeBytes(length) {
    if (this.#area === undefined) {
      throw failure('there is no area', { code: 'protocol_violation' });
    }
    const bytes = new Uint8Array(this.#memory.buffer).slice(this.#area, this.#area + length);
    this.#area = undefined;
    return bytes;
  }

  /** Splits the texts of a message. The length -1 means null. */
  #takeTexts(...lengths) {
    const bytes = this.#takeBytes(lengths.reduce((sum, length) => sum + Math.max(length, 0), 0));
    let end = 0;
    return lengths.map((length) => {
      if (length === -1) {
        return null;
      }
      end += length;
      return decoder.decode(bytes.subarray(end - length, end));
    });
  }

  /** Writes bytes to the memory for the duration of a callback. */
  #lend(bytes, call) {
    const address = 8;
    const memory = () => new Uint8Array(this.#memory.buffer, address, bytes.length);
    if (this.grows) {
      this.#memory.grow(1);
    }
    memory().set(bytes);
    call(address, bytes.length);
    memory().fill(0xee);
  }

  /** Reports a successful call to the client. */
  sendReply(callId, json) {
    this.#lend(encoder.encode(json), (address, length) => this.client.reply(callId, address, length));
  }

  /** Passes a byte array to the client. */
  sendBytes(id, bytes) {
    this.#lend(bytes, (address, length) => this.client.bytes(id, address, length));
  }

  /** Passes a chunk to the client. */
  sendChunk(streamId, sequence, bytes) {
    this.#lend(bytes, (address, length) => this.client.chunk(streamId, sequence, address, length));
  }

  #writeReply(json) {
    const bytes = encoder.encode(json);
    if (this.grows) {
      this.#memory.grow(1);
    }
    this.#reply = this.#memory.buffer.byteLength - bytes.length;
    new Uint8Array(this.#memory.buffer).set(bytes, this.#reply);
    return bytes.length;
  }

  /** The calls since the last check: arrays of the export's name and its arguments. */
  take() {
    return this.#entries.splice(0);
  }

  /** The next call of this export. Earlier calls are skipped. */
  async next(name) {
    for (;;) {
      while (this.#entries.length) {
        const entry = this.#entries.shift();
        if (entry[0] === name) {
          return entry;
        }
      }
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }

  /** Panics like Rust without unwinding: reports the panic, then traps. */
  panic(message) {
    this.client.panicked(message);
    trap();
  }
}

/**
 * A module and a connection to it, which is closed when the test ends. `errors` contains the errors written to the
 * console.
 */
export function startWasm(t, { limits = LIMITS } = {}) {
  const module = Object.assign(new FakeModule(), { limits });
  const errors = [];
  t.mock.method(console, 'error', (error) => errors.push(error));
  const connection = connectWasm(module);
  const events = [];
  for (const type of ['connected', 'closed']) {
    connection.addEventListener(type, ({ detail }) => events.push([type, detail]));
  }
  t.after(() => connection.close());
  return { connection, module, events, errors };
}
