import { interop } from 'interop-js/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [interop({ out: 'src/interop', manifestPath: '../Cargo.toml', wasm: true, args: ['--strict'] })],
});

// @ts-expect-error: the folder of the client is required
interop({});
// @ts-expect-error: no such option
interop({ out: 'src/interop', folder: 'interop' });
