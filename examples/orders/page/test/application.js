/**
 * Starts the application on a free port, with a database of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WORKSPACE = fileURLToPath(new URL('../../../..', import.meta.url));

/**
 * Builds and runs the application with these arguments.
 *
 * @param {string[]} [args]
 */
export async function startApplication(args = []) {
  const cargo = process.env.CARGO ?? 'cargo';
  const child = spawn(cargo, ['run', '--quiet', '--package', 'orders', '--', '--port', '0', ...args], {
    cwd: WORKSPACE,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`the application ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', line => {
      const address = /http:\S+/.exec(line);
      if (address) {
        resolve(address[0]);
      }
    });
  });
  return {
    url,
    /** Stops it as a user would, and returns its exit code. */
    async stop() {
      if (child.exitCode === null) {
        child.kill('SIGINT');
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}

/**
 * Opens the page in a browser profile of its own and logs in as a demo user.
 *
 * @param {import('playwright-core').Browser} browser
 */
export async function openAs(browser, url, name, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) {
      problems.push(message.text());
    }
  });
  page.on('pageerror', error => problems.push(String(error)));
  await page.goto(url);
  await page.getByRole('button', { name: new RegExp(`^${name} `, 'i') }).click();
  await page.locator('[data-connection=connected]').waitFor();
  return { page, problems, context };
}
