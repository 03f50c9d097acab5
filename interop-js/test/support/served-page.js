// The script for pages as a server serves it, with its supplement next to it, whose loading the test controls.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SERVED } from '../../scripts/bundle.js';
import { FakeSocket } from './fake-server.js';

/** The name by which the script imports its supplement. */
const SUPPLEMENT = /\.\/(supplement-[0-9a-f]+\.js)/;

let pages = 0;

/**
 * Loads the script in a folder of its own and connects it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ hasSupplement?: boolean }} [options] Whether the file that the script loads is there.
 */
export async function openServedPage(t, { hasSupplement = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const [script, supplement] = await Promise.all(['interop.js', 'supplement.js'].map((name) => readFile(join(SERVED, name), 'utf8')));
  const gate = `gate${++pages}`;
  const page = { loads: 0, open: () => {} };
  let opened = new Promise((resolve) => (page.open = resolve));
  globalThis[gate] = () => {
    page.loads++;
    return opened;
  };
  const [, name] = SUPPLEMENT.exec(script);
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'interop.js'), script);
  page.addSupplement = () => writeFile(join(folder, name), `await globalThis.${gate}();\n${supplement}`);
  if (hasSupplement) {
    await page.addSupplement();
  }
  const { WebSocket, DotNet } = globalThis;
  globalThis.WebSocket = class extends FakeSocket {
    constructor(...given) {
      super(...given);
      page.socket = this;
    }
  };
  const { interop, DotNet: functions } = await import(pathToFileURL(join(folder, 'interop.js')).href);
  Object.assign(page, { interop, DotNet: functions });
  t.after(async () => {
    page.interop.close();
    page.open();
    delete globalThis[gate];
    Object.assign(globalThis, { WebSocket, DotNet });
    await rm(folder, { recursive: true });
  });
  page.socket.welcome();
  return page;
}
