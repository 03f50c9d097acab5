// The plugin for Vite, in a real development server, with a generator that the test controls.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createTcpServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';
import { WebSocket } from 'ws';
import { interop } from 'interop-js/vite';

const GENERATOR = fileURLToPath(new URL('support/generator.js', import.meta.url));
const GENERATED = { status: 'generated', written: [], removed: [], warnings: [] };
const FAILED = {
  status: 'failed',
  message: 'the library of the package `shop` does not build',
  location: { file: '/shop/src/lib.rs', line: 3, column: 5 },
};

/** A folder with a page. */
async function pageFolder(t) {
  const root = await mkdtemp(join(tmpdir(), 'interop-vite-'));
  t.after(() => rm(root, { recursive: true }));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Shop</title>');
  return root;
}

/** Starts Vite with the plugin, whose generator connects to the test instead of building a crate. */
async function start(t, options = {}) {
  const root = await pageFolder(t);
  const port = createTcpServer().listen(0, '127.0.0.1');
  await once(port, 'listening');
  t.after(() => port.close());
  const connected = once(port, 'connection');
  const command = [process.execPath, GENERATOR, String(port.address().port)];
  const vite = await serve(t, root, { out: 'src/interop', command, ...options });
  const [socket] = await connected;
  t.after(() => socket.destroy());
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const started = JSON.parse((await lines.next()).value);
  const report = (value) => socket.write(`${JSON.stringify(value)}\n`);
  return { ...vite, root, socket, lines, started, report };
}

async function serve(t, root, options) {
  const logged = [];
  const log = (text) => logged.push(text);
  const customLogger = { info: log, warn: log, error: log, warnOnce: log, clearScreen() {}, hasErrorLogged: () => false };
  const server = await createServer({
    root,
    configFile: false,
    customLogger,
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0 },
    plugins: [interop(options)],
  });
  let isOpen = true;
  const close = async () => {
    if (isOpen) await server.close();
    isOpen = false;
  };
  t.after(close);
  await server.listen();
  return { server, logged, close };
}

/** Opens a page and returns a function that waits for the next message of a type. */
async function openPage(t, server) {
  const url = new URL(server.resolvedUrls.local[0]);
  const token = server.config.webSocketToken;
  const socket = new WebSocket(`ws://${url.host}/?token=${token}`, 'vite-hmr');
  t.after(() => socket.close());
  const messages = [];
  let arrived = () => {};
  socket.on('message', (data) => {
    messages.push(JSON.parse(data));
    arrived();
  });
  const next = async (type) => {
    for (;;) {
      const message = messages.shift();
      if (message === undefined) await new Promise((resolve) => (arrived = resolve));
      else if (message.type === type) return message;
    }
  };
  await next('connected');
  return next;
}

test('the generator runs in the folder of the page, with the options of the plugin', async (t) => {
  const { root, started } = await start(t, { manifestPath: '../Cargo.toml', package: 'shop', wasm: true, args: ['--strict'] });
  assert.equal(started.folder, root);
  assert.deepEqual(started.args, [
    'ts',
    '--watch',
    '--message-format=json',
    `--out=${join(root, 'src/interop')}`,
    '--import=interop-js',
    `--manifest-path=${join(root, '../Cargo.toml')}`,
    '--package=shop',
    '--wasm',
    '--strict',
  ]);
});

test('an error is shown in the open page until a generation succeeds', async (t) => {
  const { server, report } = await start(t);
  const next = await openPage(t, server);
  report(FAILED);
  const { err } = await next('error');
  assert.equal(err.plugin, 'interop');
  assert.equal(err.message, FAILED.message);
  assert.deepEqual(err.loc, FAILED.location);
  report(GENERATED);
  assert.deepEqual(await next('update'), { type: 'update', updates: [] });
});

test('a page that is opened later shows the error, unless it has been fixed', async (t) => {
  const { server, report } = await start(t);
  report(FAILED);
  const first = await openPage(t, server);
  assert.equal((await first('error')).err.message, FAILED.message);
  report(GENERATED);
  await first('update');
  const second = await openPage(t, server);
  report({ ...FAILED, message: 'another error' });
  assert.equal((await second('error')).err.message, 'another error');
});

test('warnings and changed files are written to the log of Vite', async (t) => {
  const { server, report, logged } = await start(t);
  const next = await openPage(t, server);
  report({ ...GENERATED, written: ['shop.js'], removed: ['cart.js'], warnings: ['Shop.large: too large'] });
  report(FAILED);
  await next('error');
  assert.ok(logged.includes('[interop] Shop.large: too large'), logged);
  assert.ok(logged.includes('[interop] updated shop.js, cart.js'), logged);
  assert.ok(logged.includes(`[interop] ${FAILED.message}`), logged);
});

test('the generator ends with the server', async (t) => {
  const { lines, close } = await start(t);
  await close();
  assert.equal((await lines.next()).done, true);
});

test('a restarted server has a generator of its own', async (t) => {
  const root = await pageFolder(t);
  const port = createTcpServer().listen(0, '127.0.0.1');
  await once(port, 'listening');
  t.after(() => port.close());
  const generators = [];
  let arrived;
  port.on('connection', (socket) => {
    t.after(() => socket.destroy());
    generators.push(socket.resume());
    arrived?.();
  });
  const number = async (count) => {
    while (generators.length < count) await new Promise((resolve) => (arrived = resolve));
  };
  const command = [process.execPath, GENERATOR, String(port.address().port)];
  const { server, close } = await serve(t, root, { out: 'interop', command });
  await number(1);
  const ended = once(generators[0], 'close');
  await server.restart();
  await ended;
  await number(2);
  assert.equal(generators[1].readyState, 'open');
  const last = once(generators[1], 'close');
  await close();
  await last;
});

test('a generator that cannot be started, or ends, is an error that says why', async (t) => {
  const root = await pageFolder(t);
  const { server } = await serve(t, root, { out: 'interop', command: ['no-such-program'] });
  const next = await openPage(t, server);
  assert.match((await next('error')).err.message, /^cannot start `no-such-program`: .*ENOENT/);

  const other = await start(t);
  const page = await openPage(t, other.server);
  other.socket.write('end with: no such command: `interop`\n');
  const { err } = await page('error');
  assert.match(err.message, /has ended \(101\); restart Vite after fixing this:\nerror: no such command: `interop`/);
  assert.match(err.message, /run `cargo install cargo-interop`$/);
});

test('a production build does not run the generator', async (t) => {
  const root = await pageFolder(t);
  const plugins = [interop({ out: 'interop', command: ['no-such-program'] })];
  const { output } = await build({ root, configFile: false, logLevel: 'silent', build: { write: false }, plugins });
  assert.deepEqual(output.map(({ fileName }) => fileName), ['index.html']);
});
