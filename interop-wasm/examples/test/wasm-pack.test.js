/**
 * The page without a bundler. wasm-pack writes the output of wasm-bindgen to `pkg`, and the test copies the same output there.
 */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serveFolder } from './support/folder.js';
import { moduleFolder } from './support/module.js';
import { testPage } from './support/page.js';

const [page, client] = ['../wasm-pack', '../../../interop-js/src'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

testPage('the page for wasm-pack', () =>
  serveFolder(async (folder) => {
    await cp(join(page, 'index.html'), join(folder, 'index.html'));
    await cp(join(page, 'main.js'), join(folder, 'main.js'));
    await cp(client, join(folder, 'client'), { recursive: true });
    await cp(moduleFolder, join(folder, 'pkg'), { recursive: true });
  }),
);
