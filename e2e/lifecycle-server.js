/**
 * A server whose life a test controls, pages that are connected to it, and servers that only pretend to be one.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {number} [port] The port to listen on; 0 for a free one.
 * @param {string[]} [origins] Origins other than its own whose pages may connect.
 */
export async function startServer(port = 0, origins = []) {
  const args = ['run', '--quiet', '--package', 'lifecycle-server', '--', String(port), ...origins];
  const child = spawn(process.env.CARGO ?? 'cargo', args, { cwd: WORKSPACE, stdio: ['pipe', 'pipe', 'inherit'] });
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)));
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed]);
  failed.catch(() => {});
  const [url, pid] = line.split(' ');
  const signal = (/** @type {NodeJS.Signals} */ name) => process.kill(Number(pid), name);
  return {
    url,
    port: Number(new URL(url).port),
    /** Sends a line to its input. */
    tell: (/** @type {string} */ command) => child.stdin.write(`${command}\n`),
    suspend: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    /** Ends it at once. */
    async kill() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        signal('SIGKILL');
        await ended;
      }
    },
  };
}

/** A server that accepts connections and never answers. */
export async function startSilentServer() {
  const sockets = new Set();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `ws://127.0.0.1:${server.address().port}/_interop`,
    stop() {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

/**
 * A WebSocket server that does what a test says.
 *
 * @param {(socket: import('ws').WebSocket) => void} [connected] Called for each connection.
 */
export async function startScriptedServer(connected = () => {}) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', connected);
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${server.address().port}/_interop`,
    stop() {
      server.clients.forEach((socket) => socket.terminate());
      server.close();
    },
  };
}

/**
 * A server that announces a long time-out and says nothing after its welcome, as one that the network has forgotten.
 *
 * @param {Record<string, string>} [answers] Its answers, by the frame that they answer.
 */
export function startForgottenServer(answers = {}) {
  const welcome = JSON.stringify(['welcome', { version: 1, circuit: '1', timeout: 600_000, limits: {} }]);
  return startScriptedServer((socket) => {
    socket.on('message', (frame) => {
      const answer = String(frame).startsWith('["hello"') ? welcome : answers[frame];
      if (answer) {
        socket.send(answer);
      }
    });
  });
}

/** A URL on a port without a listener. */
export async function closedUrl() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `ws://127.0.0.1:${server.address().port}/_interop`;
  await new Promise((resolve) => server.close(resolve));
  return url;
}

/**
 * Opens a page of the server that is not connected yet. In the page, `open(url, options)` connects, `connection` is the
 * connection, `events` lists its events with the time of each, and `call(method, ...args)` makes a call and returns
 * the index of its outcome in `outcomes`.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 */
export async function openPage(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(async () => {
    const { DotNet, connect } = await import('/_interop/index.js');
    Object.assign(globalThis, { DotNet, connect, events: [], outcomes: [] });
    globalThis.open = (url, options) => {
      globalThis.opened = Date.now();
      globalThis.connection = connect(url, { reconnectDelay: () => 100, ...options });
      for (const type of ['connected', 'disconnected', 'failed', 'refused', 'closed']) {
        connection.addEventListener(type, ({ detail }) => {
          const { code, reason, attempt, delay } = detail;
          events.push({ type, code, reason, attempt, delay, state: connection.state, at: Date.now() });
        });
      }
    };
    globalThis.call = (method, ...args) => {
      const index = outcomes.push(undefined) - 1;
      const ended = (outcome) => void (outcomes[index] = { ...outcome, at: Date.now() });
      DotNet.invokeMethodAsync('Lifecycle', method, ...args).then(
        (result) => ended({ result }),
        ({ code, message, data }) => ended({ code, message, data }),
      );
      return index;
    };
  });
  return {
    page,
    context,
    /** Connects. The URL is relative to the page. */
    open: (url = '/_interop', options = {}) => page.evaluate(([url, options]) => open(url, options), [url, options]),
    call: (method, ...args) => page.evaluate(([method, args]) => call(method, ...args), [method, args]),
    state: () => page.evaluate(() => connection.state),
    /** The event at this position, once it has come. */
    async event(index) {
      const handle = await page.waitForFunction((index) => events[index], index);
      return handle.jsonValue();
    },
    types: () => page.evaluate(() => events.map(({ type }) => type)),
    /** The outcome of a call, once it has one. */
    async outcome(index) {
      const handle = await page.waitForFunction((index) => outcomes[index], index);
      return handle.jsonValue();
    },
    isPending: (index) => page.evaluate((index) => outcomes[index] === undefined, index),
  };
}
