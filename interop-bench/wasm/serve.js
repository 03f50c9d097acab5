/**
 * The files of the benchmark's page, over HTTP on this machine.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** @param {string} module The folder of the module. */
export async function serve(module) {
  const folders = {
    page: fileURLToPath(new URL('page', import.meta.url)),
    client: fileURLToPath(new URL('../../interop-js/src', import.meta.url)),
    module,
  };
  const server = createServer(async (request, response) => {
    const [, folder, ...rest] = normalize(new URL(request.url, 'http://page').pathname).split('/');
    const path = folder in folders ? join(folders[folder], ...rest) : join(folders.page, 'index.html');
    try {
      const file = await readFile(path);
      // Isolated pages have the exact clock.
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      });
      response.end(file);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
