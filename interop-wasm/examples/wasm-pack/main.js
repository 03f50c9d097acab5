import { DotNet, connectWasm } from './client/index.js';

let instances = 0;

/** Starts another instance: each URL of the script gives one. */
async function startInstance() {
  instances += 1;
  const instance = await import(`./pkg/wasm_example_app.js?${instances}`);
  await instance.default();
  return instance;
}

// An instance, and a fresh one when it is gone

let app = await startInstance();
const connection = connectWasm(app);

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
