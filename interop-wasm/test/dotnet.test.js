// The page's `DotNet`, with one module and no more.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DotNet, connectWasm } from '../../interop-js/src/index.js';
import { instantiate } from './support/module.js';

test('the functions of DotNet lead to the module', async () => {
  const connection = connectWasm(await instantiate());
  assert.equal(connection.state, 'connected');
  assert.equal(DotNet.invokeMethod('Tests', 'Add', 2, 40), 42);
  assert.equal(await DotNet.invokeMethodAsync('Tests', 'AddAsync', 2, 40), 42);
  const counter = DotNet.invokeMethod('Tests', 'counter', 1);
  assert.equal(counter.invokeMethod('increment', 1), 2);
  counter.dispose();
  connection.close();
  assert.throws(() => DotNet.invokeMethod('Tests', 'Add', 2, 40), { code: 'disconnected' });
  await assert.rejects(DotNet.invokeMethodAsync('Tests', 'Add', 2, 40), { code: 'disconnected' });
});

test('a module without the exports is an error that names the fix', () => {
  for (const module of [{}, { interop: {} }, undefined, null]) {
    assert.throws(
      () => connectWasm(module),
      /The module does not export `interop`\. Add `interop_wasm::export!\(\);` to its crate\./,
    );
  }
});
