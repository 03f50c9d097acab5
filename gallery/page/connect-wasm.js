// Rust in the page: the instance of the WebAssembly module, and a fresh one after its end.
import { DotNet, connectWasm } from './_interop/index.js';

window.DotNet = DotNet;

let instances = 0;

/** Starts another instance: each address gives one. */
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
    // Rust has panicked, which was the end of the instance.
    gallery.setConnection('connecting');
    app = await startInstance();
    interop.reconnect(app);
  }
});

/** The example about a lost connection: here it is closed, and another one made to the same instance. */
gallery.dropConnection = () => {
  interop.close();
  gallery.setConnection('connecting');
  interop.reconnect(app);
};
