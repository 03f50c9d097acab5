// Runs Rust in the page: starts an instance of the WebAssembly module, and a fresh instance when it has ended.
import { DotNet, connectWasm } from './_interop/index.js';

window.DotNet = DotNet;

let instances = 0;

/** Starts another instance. Each URL has an instance of its own. */
async function startInstance() {
  instances += 1;
  try {
    const module = await import(`./pkg/gallery.js?${instances}`);
    await module.default();
    return module;
  } catch (error) {
    gallery.setConnection('disconnected');
    throw error;
  }
}

let app = await startInstance();
const interop = connectWasm(app);

interop.addEventListener('closed', async ({ detail }) => {
  if (detail.isInstanceGone) {
    // Rust has panicked, which has ended the instance.
    gallery.setConnection('connecting');
    app = await startInstance();
    interop.reconnect(app);
  }
});

/** For the example about a lost connection: closes the connection and opens another one to the same instance. */
gallery.dropConnection = () => {
  interop.close();
  gallery.setConnection('connecting');
  interop.reconnect(app);
};
