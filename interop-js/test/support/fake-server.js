// Simulates the server end of a WebSocket without a network. The test controls the server.
import { connect } from '../../src/index.js';
import { binaryFrame, readNumber, readTextFrame } from '../../src/frames.js';

export const LIMITS = {
  maxArgumentBytes: 32768,
  maxFrameBytes: 1048576,
  maxNameBytes: 4096,
  maxCallsInFlight: 1024,
  maxJsonDepth: 32,
  chunkBytes: 32768,
  window: 4,
};

export class FakeSocket extends EventTarget {
  #frames = [];
  #wake = () => {};
  closedWith = undefined;

  constructor(url, protocol) {
    super();
    this.url = url;
    this.protocol = protocol;
  }

  // The client side

  send(frame) {
    if (this.closedWith === undefined) {
      this.#frames.push(decode(frame));
      this.#wake();
    }
  }

  close(code) {
    this.closedWith ??= code;
  }

  // The server side

  /** Accepts the connection and answers its `hello`. */
  welcome(more = {}) {
    this.dispatchEvent(new Event('open'));
    const hello = this.take();
    this.receive(['welcome', { version: 1, circuit: '8', keepAlive: 15000, timeout: 30000, limits: LIMITS, ...more }]);
    return hello;
  }

  /** Sends a frame to the client. */
  receive(header, body) {
    const data = body === undefined ? JSON.stringify(header) : `${JSON.stringify(header)}\n${body}`;
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  receiveBytes(kind, numbers, bytes) {
    const data = binaryFrame(kind, numbers, Uint8Array.from(bytes)).buffer;
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  receiveRaw(data) {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  /** Drops the connection. */
  drop(code = 1006, reason = '') {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }

  /**
   * The frames that the client has sent since the last check, each as an array that ends with the body or the bytes.
   */
  take() {
    return this.#frames.splice(0);
  }

  /** The next frame of this kind. Earlier frames are skipped. */
  async next(kind) {
    for (;;) {
      while (this.#frames.length) {
        const frame = this.#frames.shift();
        if (frame[0] === kind) {
          return frame;
        }
      }
      await new Promise((resolve) => (this.#wake = resolve));
    }
  }
}

function decode(frame) {
  if (typeof frame === 'string') {
    const { header, body } = readTextFrame(frame);
    return body === '' ? header : [...header, JSON.parse(body)];
  }
  const buffer = frame.buffer;
  return frame[0] === 1 || frame[0] === 5
    ? [frame[0] === 1 ? 'bytes' : 'first', readNumber(buffer, 0), new Uint8Array(buffer, 9)]
    : ['chunk', readNumber(buffer, 0), readNumber(buffer, 1), new Uint8Array(buffer, 17)];
}

/** A client, and the sockets that it opens. `server.socket` is the latest. The client is closed when the test ends. */
export function start(t, options = {}) {
  const server = { sockets: [], events: [], opened: () => {} };
  class Socket extends FakeSocket {
    constructor(url, protocol) {
      super(url, protocol);
      server.sockets.push(this);
      server.socket = this;
      server.opened(this);
    }
  }
  const connection = connect('https://example.test/_interop', { WebSocket: Socket, reconnectDelay: () => 0, ...options });
  for (const type of ['connected', 'disconnected', 'closed']) {
    connection.addEventListener(type, ({ detail }) => server.events.push([type, detail]));
  }
  t.after(() => connection.close());
  server.nextSocket = () => new Promise((resolve) => (server.opened = resolve));
  return { connection, server };
}

/** All events of a connection from now on, with their details. */
export function record(connection) {
  const events = [];
  for (const type of ['connected', 'disconnected', 'failed', 'refused', 'closed']) {
    connection.addEventListener(type, ({ detail }) => events.push([type, detail]));
  }
  return events;
}

/** A call whose result the test ignores. Closing the connection rejects it. */
export const ignore = (/** @type {Promise<any>} */ call) => void call.catch(() => {});

/** The same with an open connection. */
export function startConnected(t, { welcome, ...options } = {}) {
  const { connection, server } = start(t, options);
  server.socket.welcome(welcome);
  server.socket.take();
  return { connection, server, socket: server.socket };
}
