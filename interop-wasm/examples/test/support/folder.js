/**
 * Serves a temporary folder like any static file server, with the minimal content security policy that the guide
 * recommends.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serveFiles } from '../../../../e2e/static-server.js';

const HEADERS = { 'content-security-policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:" };

/** @param {(folder: string) => Promise<void>} fill Writes the files. */
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
