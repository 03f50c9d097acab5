/**
 * A gallery of its own for each test file: the program, on a free port.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const WORKSPACE = fileURLToPath(new URL('..', import.meta.url));

/**
 * Starts the gallery. The environment variable `GALLERY` names the program; without it, cargo builds and runs it.
 */
export async function startGallery() {
  const [program, args] = process.env.GALLERY
    ? [process.env.GALLERY, []]
    : [process.env.CARGO ?? 'cargo', ['run', '--quiet', '--package', 'gallery', '--']];
  const child = spawn(program, [...args, '--port', '0'], { cwd: WORKSPACE, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const output = [];
  const url = new Promise((resolve, reject) => {
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
  return {
    url: await url,
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
