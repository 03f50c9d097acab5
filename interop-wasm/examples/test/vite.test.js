/**
 * The page as Vite builds it, and as its development server serves it.
 */
import './support/module.js';

import { fileURLToPath } from 'node:url';

import { build, createServer } from 'vite';

import { serveFolder } from './support/folder.js';
import { testPage } from './support/page.js';

const root = fileURLToPath(new URL('../vite', import.meta.url));

testPage('the page that Vite builds', () =>
  serveFolder(async (outDir) => {
    await build({ root, logLevel: 'warn', build: { outDir, emptyOutDir: true } });
  }),
);

testPage("the page that Vite's development server serves", async () => {
  const server = await createServer({ root, logLevel: 'warn', server: { host: '127.0.0.1', port: 0 } });
  await server.listen();
  return { url: server.resolvedUrls.local[0], stop: () => server.close() };
});
