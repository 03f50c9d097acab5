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
  // The functions of this assembly, repeated until there are 100, with the runtime.
  const shop = await readFile(join(root, 'interop/shop.js'), 'utf8');
  const functions = shop.match(/^export const \S+ = .* method\(.*\);$/gm);
  const missing = Array.from({ length: Math.max(0, 100 - functions.length) }, (_, at) => {
    const text = functions[at % functions.length];
    return text.replace(/^export const (\S+) (.*?), '/, (_, name, rest) => `export const ${name}${at} ${rest}, 'more_${at}_`);
  });
  const names = missing.map((text) => `  ${text.split(' ')[2]},\n`);
  const all = `${missing.join('\n')}\nconst methods = {\n${names.join('')}`;
  const grown = shop.replace('const methods = {\n', () => all);
  assert.equal(grown.match(/ method\(/g).length, 100);
  const runtime = await readFile(join(root, 'interop/runtime.js'), 'utf8');
  const bytes = gzipSync(grown).length + gzipSync(runtime).length;
  assert.ok(bytes <= 6 * 1024, `${bytes} bytes`);
});

test('a page that imports one function has nothing else of the client', async () => {
  const contract = JSON.parse(await readFile(join(root, 'contract.json'), 'utf8'));
  const { methods, objects, hash } = contract.assemblies.Shop;
  const ids = [...Object.keys(methods), ...Object.values(objects).flatMap((object) => Object.keys(object.methods))];
  const used = async (names) => {
    const code = await bundle(`import { ${names} } from './interop/shop.js'; console.log(${names});`);
    return { code, ids: [...new Set(ids)].filter((id) => code.includes(`"${id}"`)) };
  };
  const reversed = await used('reversed');
  assert.deepEqual(reversed.ids, ['reversed']);
  for (const part of [hash, 'sessionStorage', 'createJSObjectReference', 'another type', 'setPrototypeOf']) {
    assert.ok(!reversed.code.includes(part), part);
  }
  assert.ok(reversed.code.length < 1100, `${reversed.code.length} bytes`);
  // The classes of a result belong to its function.
  const pages = await used('pages');
  assert.deepEqual(pages.ids, ['pages', 'items']);
  // A class has its own functions.
  const cart = await used('Cart');
  assert.deepEqual(cart.ids.sort(), ['open', ...Object.keys(objects.Cart.methods)].sort());
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
