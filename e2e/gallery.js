/**
 * A gallery of its own for each test file: the program, on a free port.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));

/** Where the Rust side of the examples runs. Each has a page of the gallery. */
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

/** Runs the gallery. The environment variable `GALLERY` names the program; without it, cargo builds and runs it. */
function run(args) {
  const [program, first] = process.env.GALLERY
    ? [process.env.GALLERY, []]
    : [process.env.CARGO ?? 'cargo', ['run', '--quiet', '--package', 'gallery', '--']];
  // The example that panics is meant to: where it did is enough.
  const env = { ...process.env, RUST_BACKTRACE: '0' };
  return spawn(program, [...first, ...args], { cwd: WORKSPACE, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/**
 * Starts the gallery: with the page that has Rust inside if there is a module.
 *
 * @param {{ wasm?: string }} [options] `wasm` is the folder with the module; an empty string stands for none.
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
    /** The page of a host. */
    page(host) {
      return host === 'wasm' ? moduleFolder() && `${url}wasm/` : url;
    },
    /** What it has printed. */
    output,
    /** Waits until it has printed a line that the pattern matches. */
    async printed(pattern) {
      while (!output.some(line => pattern.test(line))) {
        await once(lines, 'line');
      }
    },
    /** Ends it as its user would. */
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/** Writes the page that has Rust inside into a folder. */
export async function exportGallery(folder) {
  const child = run(['--wasm', moduleFolder(), '--export', folder]);
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`the gallery ended with ${code}`);
  }
}
