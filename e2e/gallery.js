/**
 * Starts a separate gallery for each test file, on a free port.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));

/** The hosts of the examples. Each has its own page of the gallery. */
export const HOSTS = ['server', 'wasm'];

/** The folder with the gallery's WebAssembly module. */
export function moduleFolder() {
  const folder = process.env.GALLERY_WASM;
  if (!folder) {
    throw new Error(
      'There is no WebAssembly module to test: `cargo xtask test e2e` builds it and names its folder in the environment ' +
        'variable GALLERY_WASM.',
    );
  }
  return folder;
}

/**
 * Runs the gallery. The environment variable `GALLERY` contains the path of the program; otherwise cargo builds and
 * runs it.
 */
function run(args) {
  const [program, first] = process.env.GALLERY
    ? [process.env.GALLERY, []]
    : [process.env.CARGO ?? 'cargo', ['run', '--quiet', '--package', 'gallery', '--']];
  // One example panics on purpose, so no backtrace is needed.
  const env = { ...process.env, RUST_BACKTRACE: '0' };
  return spawn(program, [...first, ...args], { cwd: WORKSPACE, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Starts the gallery, with the WebAssembly page if there is a module.
 *
 * @param {{ wasm?: string }} [options] `wasm` is the folder with the module; an empty string means none.
 */
export async function startGallery({ wasm = process.env.GALLERY_WASM } = {}) {
  const child = run(['--port', '0', ...(wasm ? ['--wasm', wasm] : [])]);
  const lines = createInterface({ input: child.stdout });
  const output = [];
  const started = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`the gallery ended with ${code}: ${output.join('\n')}`)));
    lines.on('line', line => {
      output.push(line);
      const address = /http:\S+/.exec(line);
      if (address) {
        resolve(address[0]);
      }
    });
  });
  const url = await started;
  return {
    url,
    /** The URL of a host's page. */
    page(host) {
      return host === 'wasm' ? moduleFolder() && `${url}wasm/` : url;
    },
    /** The output so far. */
    output,
    /** Waits until it has printed a line that matches the pattern. */
    async printed(pattern) {
      while (!output.some(line => pattern.test(line))) {
        await once(lines, 'line');
      }
    },
    /** Stops it as a user would. */
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** Exports the WebAssembly page to a folder. */
export async function exportGallery(folder) {
  const child = run(['--wasm', moduleFolder(), '--export', folder]);
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`the gallery ended with ${code}`);
  }
}
