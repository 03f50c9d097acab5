import { DotNet, connectWasm } from './client/index.js';

// Starts an instance, and a fresh one when it has ended

let instances = 1;

// Trunk starts the first instance, possibly before this script has been loaded.
if (!window.wasmBindings) {
  await new Promise((resolve) => addEventListener('TrunkApplicationStarted', resolve, { once: true }));
}
let app = window.wasmBindings;
const connection = connectWasm(app);

/**
 * Starts another instance of the module whose URLs Trunk has added to the page. Each URL of the script has its own
 * instance.
 */
async function startInstance() {
  instances += 1;
  const script = document.querySelector('link[rel=modulepreload]').href;
  const wasm = document.querySelector('link[rel=preload][type="application/wasm"]').href;
  const instance = await import(`${script}?${instances}`);
  await instance.default({ module_or_path: wasm });
  return instance;
}

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
