/**
 * A minimal static file server for one folder.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const MEDIA_TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/**
 * @param {string} folder
 * @param {string} path Such as `/some/where/`.
 * @param {Record<string, string>} [headers] Additional headers of every response.
 */
export async function serveFiles(folder, path, headers = {}) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const content = file.startsWith(path) && (await readFile(join(folder, file.slice(path.length))));
      const type = MEDIA_TYPES[extname(file)] ?? 'text/plain';
      response.writeHead(content ? 200 : 404, { 'content-type': type, ...headers });
      response.end(content || '');
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}${path}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
