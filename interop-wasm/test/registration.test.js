// Everything that the module links is registered, in builds of both profiles.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { folderOf, instantiate } from './support/module.js';
import { connectRaw } from './support/raw-client.js';

const SOURCES = new URL('../tests-app/src/', import.meta.url);

/** What the library declares that nothing refers to. */
const LIBRARY = [
  'Unused.forgotten',
  ...['OnAShelf', 'OnTheShelf', 'at_the_root', 'behind', 'first_made', 'openBook', 'second_made', 'third_made'].map(
    (name) => `wasm-tests-library.${name}`,
  ),
];

/** The ids of the static methods in the sources, by the attribute and the line of the function below it. */
function declared() {
  return readdirSync(SOURCES).flatMap((file) => {
    const source = readFileSync(new URL(file, SOURCES), 'utf8');
    const functions = source.matchAll(
      /#\[js_invokable(?:\(name = "(\w+)"\))?\]\s+pub (?:async )?fn (\w+)\(\s*(&self)?/g,
    );
    return [...functions]
      .filter(([, , , receiver]) => !receiver)
      .map(([, name, rustName]) => `Tests.${name ?? rustName}`);
  });
}

for (const variable of ['WASM_APP', ...(process.env.WASM_APP_RELEASE ? ['WASM_APP_RELEASE'] : [])]) {
  test(`all methods of the module in ${variable} are registered`, async () => {
    const client = await connectRaw({ app: await instantiate(folderOf(variable)) });
    const linked = client.invoke('linked_methods');
    const expected = declared();
    assert.ok(expected.length > 60, `${expected.length} methods were found in the sources`);
    assert.deepEqual(linked.filter((name) => name.startsWith('Tests.')).sort(), expected.sort());
    assert.deepEqual(linked.filter((name) => !name.startsWith('Tests.')).sort(), LIBRARY);
    assert.equal(client.invokeJson('wasm-tests-library', 'behind'), '"behind"');
  });
}

test('the registry stays the same, however often JavaScript enters', async () => {
  const app = await instantiate();
  const first = (await connectRaw({ app })).invoke('linked_methods');
  for (let i = 0; i < 100; i++) {
    await connectRaw({ app });
  }
  assert.deepEqual((await connectRaw({ app })).invoke('linked_methods'), first);
});
