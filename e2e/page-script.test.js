/**
 * The script for pages in a browser: what it requests, when, and what happens if the second file cannot be loaded.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { WebSocketServer } from 'ws';

import { launchBrowser } from './browser.js';

const CLIENT = new URL('../interop-server/client/', import.meta.url);
/** The page allows scripts from its own origin only. */
const POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'";

let browser;
before(async () => (browser = await launchBrowser()));
after(() => browser?.close());

/** A server of the client that answers `Add` with a number and `File` with a stream of three bytes. */
async function startServer(t) {
  const [script, supplement] = await Promise.all(['interop.js', 'supplement.js'].map((name) => readFile(new URL(name, CLIENT), 'utf8')));
  const [name] = /supplement-[0-9a-f]+\.js/.exec(script);
  const served = { requests: [], hasSupplement: true };
  const server = createServer((request, response) => {
    const path = request.url.split('?')[0];
    served.requests.push(request.url);
    const text = { '/_interop/interop.js': script, [`/_interop/${name}`]: served.hasSupplement && supplement }[path];
    const headers = { 'content-security-policy': POLICY, 'access-control-allow-origin': '*' };
    if (path === '/') {
      response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<!doctype html><title>Page</title>');
    } else if (text) {
      response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(text);
    } else {
      response.writeHead(404, headers).end();
    }
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => {
    socket.send('["welcome",{"version":1,"circuit":"1","limits":{}}]');
    socket.on('message', (data) => {
      const [kind, callId, , method] = JSON.parse(String(data).split('\n')[0]);
      if (kind === 'call' && method === 'Add') {
        socket.send(`["reply",${callId}]\n42`);
      } else if (kind === 'call') {
        socket.send(`["reply",${callId}]\n{"__dotNetStream":${callId}}`);
        const chunk = Buffer.alloc(20);
        chunk.set([2, callId], 0);
        chunk.set([1, 2, 3], 17);
        socket.send(chunk);
        socket.send(`["end",${callId},null]`);
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    sockets.clients.forEach((socket) => socket.terminate());
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(served, { url: `http://127.0.0.1:${server.address().port}` });
}

async function openPage(t, url, script = '/_interop/interop.js') {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(url);
  await page.evaluate((script) => import(script), script);
  return {
    add: () => page.evaluate(() => DotNet.invokeMethodAsync('A', 'Add')),
    read: () =>
      page.evaluate(async () => {
        try {
          const file = await DotNet.invokeMethodAsync('A', 'File');
          return [...new Uint8Array(await file.arrayBuffer())];
        } catch ({ code, message }) {
          return { code, message };
        }
      }),
  };
}

const scripts = ({ requests }) => requests.filter((url) => url.startsWith('/_interop/')).map((url) => url.replace(/-[0-9a-f]+/, ''));

test('a page that uses no streams requests one file, and one that does requests another one once', async (t) => {
  const server = await startServer(t);
  const page = await openPage(t, server.url);
  assert.equal(await page.add(), 42);
  assert.deepEqual(scripts(server), ['/_interop/interop.js']);
  assert.deepEqual(await page.read(), [1, 2, 3]);
  assert.deepEqual(await page.read(), [1, 2, 3]);
  assert.deepEqual(scripts(server), ['/_interop/interop.js', '/_interop/supplement.js']);
});

test('a page whose server has no longer the second file can call it, and continues when the file is there', async (t) => {
  const server = await startServer(t);
  server.hasSupplement = false;
  const page = await openPage(t, server.url);
  const { code, message } = await page.read();
  assert.equal(code, 'disconnected');
  assert.match(message, /reload the page/);
  assert.equal(await page.add(), 42);
  server.hasSupplement = true;
  assert.deepEqual(await page.read(), [1, 2, 3]);
});

test('a page of another origin loads both files from the origin of the script', async (t) => {
  const [server, other] = await Promise.all([startServer(t), startServer(t)]);
  const context = await browser.newContext({ bypassCSP: true });
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(other.url);
  await page.evaluate((script) => import(script), `${server.url}/_interop/interop.js`);
  const bytes = await page.evaluate(async () => {
    const file = await DotNet.invokeMethodAsync('A', 'File');
    return [...new Uint8Array(await file.arrayBuffer())];
  });
  assert.deepEqual(bytes, [1, 2, 3]);
  assert.deepEqual(scripts(server), ['/_interop/interop.js', '/_interop/supplement.js']);
  assert.deepEqual(scripts(other), []);
});
