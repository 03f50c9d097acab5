/**
 * A folder of its own, served as any static file server does.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serveFiles } from '../../../../e2e/static-server.js';

/** @param {(folder: string) => Promise<void>} fill Puts the files there. */
export async function serveFolder(fill) {
  const folder = await mkdtemp(join(tmpdir(), 'interop-example-'));
  await fill(folder);
  const server = await serveFiles(folder, '/some/folder/');
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}
