import { interop } from 'interop-js/vite';
import { defineConfig } from 'vite';

/** Where `cargo run -p orders` listens. */
const server = 'http://localhost:3000';

export default defineConfig({
  // In a project of its own, `cargo interop` is installed and needs no `command`.
  plugins: [interop({ out: 'src/interop', package: 'orders', command: ['cargo', 'run', '--quiet', '--package', 'cargo-interop', '--', 'interop'] })],
  build: {
    target: 'es2022',
    rolldownOptions: {
      // The server brings the client that fits it.
      external: ['interop-js'],
      output: { paths: { 'interop-js': '/_interop/index.js' } },
    },
  },
  server: {
    // The development server of Vite passes everything else on.
    proxy: {
      '/_interop': { target: server, ws: true },
      '/login': server,
      '/logout': server,
      '/domain': server,
    },
  },
});
