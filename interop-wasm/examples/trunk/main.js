import { DotNet, connectWasm } from './client/index.js';

// An instance, and a fresh one when it is gone

let instances = 1;

// Trunk starts the first, perhaps before this script has come.
if (!window.wasmBindings) {
  await new Promise((resolve) => addEventListener('TrunkApplicationStarted', resolve, { once: true }));
}
let app = window.wasmBindings;
const connection = connectWasm(app);

/** Starts another instance of what Trunk has named in the head of the page: each URL of the script gives one. */
async function startInstance() {
  instances += 1;
  const script = document.querySelector('link[rel=modulepreload]').href;
  const wasm = document.querySelector('link[rel=preload][type="application/wasm"]').href;
  const instance = await import(`${script}?${instances}`);
  await instance.default({ module_or_path: wasm });
  return instance;
}

/** An object of Rust's, which ends with its instance. */
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

// What Rust calls

globalThis.askName = () => document.getElementById('name').value;

// What calls Rust

onClick('greet', () => DotNet.invokeMethod('Example', 'Greet', globalThis.askName()));
onClick('introduce', () => DotNet.invokeMethodAsync('Example', 'Introduce'));
onClick('count', () => counter.invokeMethod('Increment'));
onClick('shout', () => app.shout(globalThis.askName()));
onClick('divide', () => DotNet.invokeMethodAsync('Example', 'Divide', 1, 0));

/** Shows beside a button what its click results in. */
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
