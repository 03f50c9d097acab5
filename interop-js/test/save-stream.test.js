// Saving streams as files: among the downloads of the browser, or where the user wants them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveStream } from '../src/index.js';
import { startConnected } from './support/fake-server.js';

/** A stream of the server, and a function that sends its chunks. */
async function receiveStream(t) {
  const { connection, socket } = startConnected(t, { welcome: { limits: { window: 4 } } });
  const call = connection.invokeMethodAsync('A', 'GetStream');
  socket.take();
  socket.receive(['reply', 1], '{"__dotNetStream":7}');
  const stream = await call;
  const send = async (...chunks) => {
    await socket.next('claim');
    chunks.forEach((chunk, sequence) => socket.receiveBytes(2, [7, sequence], chunk));
    socket.receive(['end', 7, null]);
  };
  return { stream, socket, send };
}

/** A page that records what the browser downloads. */
function usePage(t) {
  const downloads = [];
  const blobs = new Map();
  const revoked = [];
  t.mock.timers.enable({ apis: ['setTimeout'] });
  t.mock.method(URL, 'createObjectURL', (blob) => {
    const url = `blob:${blobs.size}`;
    blobs.set(url, blob);
    return url;
  });
  t.mock.method(URL, 'revokeObjectURL', (url) => revoked.push(url));
  globalThis.document = {
    createElement: () => ({
      click() {
        downloads.push({ name: this.download, blob: blobs.get(this.href) });
      },
    }),
  };
  t.after(() => delete globalThis.document);
  return { downloads, revoked };
}

test('a stream is downloaded when it has arrived, and its progress is told', async (t) => {
  const { downloads, revoked } = usePage(t);
  const { stream, send } = await receiveStream(t);
  const progress = [];
  const saved = saveStream(Promise.resolve(stream), 'tea.txt', { type: 'text/plain', onProgress: (bytes) => progress.push(bytes) });
  await send([116, 101], [97]);
  await saved;
  const [{ name, blob }] = downloads;
  assert.deepEqual([name, blob.type, await blob.text(), progress], ['tea.txt', 'text/plain', 'tea', [2, 3]]);
  assert.deepEqual(revoked, []);
  t.mock.timers.tick(60000);
  assert.deepEqual(revoked, ['blob:0']);
});

test('a stream that fails is not saved', async (t) => {
  const { downloads } = usePage(t);
  const { stream, socket } = await receiveStream(t);
  const saved = saveStream(stream, 'tea.txt');
  await socket.next('claim');
  socket.receiveBytes(2, [7, 0], [1]);
  socket.receive(['end', 7, 'the disk is gone']);
  await assert.rejects(saved, { message: 'the disk is gone' });
  await assert.rejects(saveStream(Promise.reject(new Error('no such file')), 'tea.txt'), { message: 'no such file' });
  assert.deepEqual(downloads, []);
});

test('the signal stops the transfer', async (t) => {
  const { downloads } = usePage(t);
  const { stream, socket } = await receiveStream(t);
  const abort = new AbortController();
  const saved = saveStream(stream, 'tea.txt', { signal: abort.signal });
  await socket.next('claim');
  socket.receiveBytes(2, [7, 0], [1]);
  abort.abort();
  await assert.rejects(saved, { name: 'AbortError' });
  assert.deepEqual([await socket.next('stop'), downloads], [['stop', 7], []]);
});

test('where the user selects the place, the file goes there', async (t) => {
  const written = [];
  const names = [];
  globalThis.showSaveFilePicker = async ({ suggestedName }) => {
    names.push(suggestedName);
    return { createWritable: async () => new WritableStream({ write: (chunk) => void written.push(...chunk) }) };
  };
  t.after(() => delete globalThis.showSaveFilePicker);
  const { stream, send } = await receiveStream(t);
  const saved = saveStream(stream, 'tea.txt', { pick: true });
  await send([1, 2], [3]);
  await saved;
  assert.deepEqual([names, written], [['tea.txt'], [1, 2, 3]]);
});

test('a user who selects no place stops the stream', async (t) => {
  globalThis.showSaveFilePicker = async () => {
    throw new DOMException('The user aborted a request.', 'AbortError');
  };
  t.after(() => delete globalThis.showSaveFilePicker);
  const { stream, socket } = await receiveStream(t);
  await assert.rejects(saveStream(stream, 'tea.txt', { pick: true }), { name: 'AbortError' });
  assert.deepEqual(await socket.next('stop'), ['stop', 7]);
});

test('a browser without a dialog downloads', async (t) => {
  const { downloads } = usePage(t);
  const { stream, send } = await receiveStream(t);
  const saved = saveStream(stream, 'tea.txt', { pick: true });
  await send([1]);
  await saved;
  assert.equal(downloads.length, 1);
});
