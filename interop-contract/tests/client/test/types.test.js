// Generated declarations compile, find mistakes, and say the truth about values.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { COMPILERS, compile, root } from './compiler.js';

const values = JSON.parse(await readFile(join(root, 'values.json'), 'utf8'));
const camelCase = (id) => id.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** What TypeScript cannot know: sizes of numbers, lengths of texts and long arrays, formats, forms of keys, and which of the
 * properties without names have which type. */
const BEYOND_TYPES = {
  flattened: ['{"other":"3","own":1,"value":2}'],
  date: ['"2023-02-29"'],
  instant: ['"noon"'],
  uuid: ['"67e55044"'],
  integer_keys: ['{"a":true}'],
  long_arrays: ['[1]'],
  numbers_of_all_sizes: ['[300,2,3,4,"c"]', '[1,2,3,4,"cc"]'],
};

/** Every value as a constant of its type; those that Rust refuses as mistakes. */
function constants() {
  const lines = ["import type { ShopAssembly } from '../interop/shop.js';", 'type Methods = ShopAssembly;'];
  let count = 0;
  const constant = (type, value) => lines.push(`export const value${++count}: ${type} = ${JSON.stringify(value)};`);
  for (const [id, { out, in: accepted, refused, random }] of Object.entries(values)) {
    const method = `Methods['${camelCase(id)}']`;
    // What needs no value is `void` for who reads it.
    [...out, ...random.out].forEach((value) => id === 'nothing' || constant(`Awaited<ReturnType<${method}>>`, value));
    [...accepted, ...random.in].forEach((value) => constant(`Parameters<${method}>[0]`, value));
    for (const value of refused) {
      if (!BEYOND_TYPES[id]?.includes(JSON.stringify(value))) {
        lines.push(`// @ts-expect-error: ${id} refuses it`);
        constant(`Parameters<${method}>[0]`, value);
      }
    }
  }
  return lines.join('\n');
}

for (const compiler of Object.keys(COMPILERS)) {
  test(`declarations compile and find mistakes with ${compiler}`, async () => {
    assert.equal(await compile(compiler, 'types'), '');
  });

  test(`types accept what Rust writes and reads, and refuse what Rust refuses, with ${compiler}`, async (t) => {
    const folder = await mkdtemp(join(root, 'values-'));
    t.after(() => rm(folder, { recursive: true }));
    const config = { extends: '../types/tsconfig.json', include: ['*.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    await writeFile(join(folder, 'values.ts'), constants());
    assert.equal(await compile(compiler, folder), '');
  });
}
