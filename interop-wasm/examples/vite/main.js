import { DotNet, connectWasm } from 'interop-js';
// Separate files instead of a part of the bundle, so that another URL of the script gives another instance after a
// panic.
import script from 'wasm-example-app/wasm_example_app.js?url';
import wasm from 'wasm-example-app/wasm_example_app_bg.wasm?url';

let instances = 0;

async function startInstance() {
  instances += 1;
  const instance = await import(/* @vite-ignore */ `${script}?${instances}`);
  await instance.default({ module_or_path: wasm });
  return instance;
}

// Starts an instance, and a fresh one when it has ended

let app = await startInstance();
const connection = connectWasm(app);

/** A Rust object, which ends with its instance. */
let counter;
connection.addEventListener('connected', () => {
  counter = DotNet.invokeMethod('Example', 'CreateCounter', 40);
  document.documentElement.dataset.instance = instances;
});
connection.addEventListener('closed', async ({ detail }) => {
  if (detail.isInstanceGone) {
    app = await startInstance();
    connection.reconnect(app);
  }
});

// Functions called by Rust

globalThis.askName = () => document.getElementById('name').value;

// Calls to Rust

onClick('greet', () => DotNet.invokeMethod('Example', 'Greet', globalThis.askName()));
onClick('introduce', () => DotNet.invokeMethodAsync('Example', 'Introduce'));
onClick('count', () => counter.invokeMethod('Increment'));
onClick('shout', () => app.shout(globalThis.askName()));
onClick('divide', () => DotNet.invokeMethodAsync('Example', 'Divide', 1, 0));

/** Shows the result of a click next to its button. */
function onClick(id, call) {
  document.getElementById(id).addEventListener('click', async () => {
    const output = document.querySelector(`output[for=${id}]`);
    try {
      output.value = await call();
    } catch (error) {
      output.value = error.message;
    }
  });
}
