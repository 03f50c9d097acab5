// A plugin for Vite that keeps the generated client up to date during development. It runs `cargo interop ts --watch`,
// which reports each generation as a line of JSON, and shows its errors in the page as Vite shows its own.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const NAME = 'interop';

/** @param {import('./index.js').InteropOptions} options */
export function interop(options) {
  /** The watches by the environment of their server. While Vite restarts, there are two servers. */
  const watches = new WeakMap();
  return {
    name: NAME,
    apply: 'serve',
    configureServer(server) {
      watches.set(server.environments.client, watch(server, options));
    },
    // Also called for a server without a port, as in middleware mode.
    buildEnd() {
      watches.get(this.environment)?.end();
    },
  };
}

/** Runs the generator until `end` is called. */
function watch(server, options) {
  const { command: [program, ...words] = ['cargo', 'interop'] } = options;
  const command = [program, ...words].join(' ');
  const { root, logger } = server.config;
  const page = errorsIn(server);
  let isRunning = true;
  let output = '';

  function fail(message, location) {
    logger.error(`[${NAME}] ${message}`, { timestamp: true });
    page.show(message, location);
  }

  function report({ status, message, location, written, removed, warnings }) {
    if (status === 'failed') return fail(message, location);
    for (const warning of warnings) logger.warn(`[${NAME}] ${warning}`, { timestamp: true });
    const changed = [...written, ...removed];
    if (changed.length > 0) logger.info(`[${NAME}] updated ${changed.join(', ')}`, { timestamp: true });
    page.hide();
  }

  const child = spawn(program, [...words, ...argumentsOf(options, root)], { cwd: root, stdio: 'pipe' });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (isRunning && line.startsWith('{')) report(JSON.parse(line));
  });
  child.stderr.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-10_000)));
  child.stdin.on('error', () => {}); // The program has ended already.
  child.on('error', ({ message }) => {
    isRunning = false;
    fail(`cannot start \`${command}\`: ${message}`);
  });
  child.on('close', (code, signal) => {
    if (!isRunning) return;
    const advice = output.includes('no such command') ? '\nrun `cargo install cargo-interop`' : '';
    fail(`\`${command}\` has ended (${code ?? signal}); restart Vite after fixing this:\n${output.trim()}${advice}`);
  });
  return {
    end() {
      isRunning = false;
      // The generator ends when its input does, which also happens if Vite is killed.
      child.stdin.end();
    },
  };
}

function argumentsOf({ out, import: source = 'interop-js', manifestPath, wasm, args = [], ...target }, root) {
  return [
    'ts',
    '--watch',
    '--message-format=json',
    `--out=${resolve(root, out)}`,
    `--import=${source}`,
    ...(manifestPath ? [`--manifest-path=${resolve(root, manifestPath)}`] : []),
    ...['package', 'bin'].filter((name) => target[name]).map((name) => `--${name}=${target[name]}`),
    ...(wasm ? ['--wasm'] : []),
    ...args,
  ];
}

/** The error that the pages of a server show, including those that are opened later. */
function errorsIn({ ws }) {
  let error;
  const send = () => ws.send({ type: 'error', err: error });
  ws.on('connection', () => error && send());
  return {
    show(message, location) {
      const { file, line, column } = location ?? {};
      error = { plugin: NAME, message, stack: '', ...(location && { id: file, loc: { file, line, column } }) };
      // Without a page, Vite would keep the error for the next one even if it is fixed by then.
      if (ws.clients.size > 0) send();
    },
    hide() {
      // An update hides the overlay. Vite sends those of the changed files itself, but there may be none.
      if (error) ws.send({ type: 'update', updates: [] });
      error = undefined;
    },
  };
}
