import { interop } from 'interop-js/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Generates the client again after each change of the methods, and shows errors in Rust in the page.
  plugins: [interop({ out: 'src/interop'{{vite-wasm}} })],
  build: { target: 'es2022' },
  // Calls go to the server, which `cargo run` starts.
  server: { proxy: { '/_interop': { target: 'http://localhost:3000', ws: true } } },
});
