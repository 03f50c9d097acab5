// What a generated client costs a page.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from './compiler.js';

async function bundle(source, options = {}) {
  const result = await build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    minify: true,
    external: ['interop-js'],
    ...options,
  });
  return result.outputFiles[0].text;
}

test('the code for 100 methods is at most 6 KiB, compressed', async () => {
  // The table of this assembly, repeated until it has 100 rows, with the runtime.
  const shop = await readFile(join(root, 'interop/shop.js'), 'utf8');
  const rows = shop.match(/^ {2}\S+: \['.*\],$/gm);
  const missing = Array.from({ length: Math.max(0, 100 - rows.length) }, (_, at) => {
    return rows[at % rows.length].replace(/^ {2}(\S+): \['/, (_, name) => `  '${name.replaceAll("'", '')}${at}': ['more_${at}_`);
  });
  const grown = shop.replace('const methods = {\n', `const methods = {\n${missing.join('\n')}\n`);
  const runtime = await readFile(join(root, 'interop/runtime.js'), 'utf8');
  const bytes = gzipSync(grown).length + gzipSync(runtime).length;
  assert.ok(bytes <= 6 * 1024, `${bytes} bytes`);
});

test('an assembly that is not used is left out', async () => {
  const used = await bundle("import { myWarehouse } from './interop/my-warehouse.js'; console.log(myWarehouse.order);");
  assert.ok(used.includes('My.Warehouse'));
  const index = "export * as shop from './interop/shop.js'; export * as warehouse from './interop/my-warehouse.js';";
  const both = await bundle("import { warehouse } from './index.js'; console.log(warehouse.myWarehouse.order);", {
    plugins: [
      {
        name: 'index',
        setup(build) {
          build.onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: 'index', namespace: 'index' }));
          build.onLoad({ filter: /.*/, namespace: 'index' }, () => ({ contents: index, resolveDir: root }));
        },
      },
    ],
  });
  assert.ok(both.includes('My.Warehouse'));
  for (const name of ['place-order/now', 'addLine', 'out_of_stock']) {
    assert.ok(!both.includes(name), `${name} is of another assembly`);
  }
});
