/**
 * A folder of its own, served as any static file server does, with as little allowed as the guide says to be enough.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serveFiles } from '../../../../e2e/static-server.js';

const HEADERS = { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" };

/** @param {(folder: string) => Promise<void>} fill Puts the files there. */
export async function serveFolder(fill) {
  const folder = await mkdtemp(join(tmpdir(), 'interop-example-'));
  await fill(folder);
  const server = await serveFiles(folder, '/some/folder/', HEADERS);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
