/**
 * Streams from Rust while the browser collects garbage all the time, on every host: those that are read are read to their
 * end, however they are read, and those that nothing reads are given up.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launchBrowser, openGallery } from './browser.js';
import { HOSTS, startGallery } from './gallery.js';

/** What the example of the gallery sends. */
const LENGTH = 10_000_000;

let gallery;
let browser;
before(async () => {
  [gallery, browser] = await Promise.all([startGallery(), launchBrowser(['--js-flags=--expose-gc'])]);
});
after(async () => {
  await browser?.close();
  await gallery?.stop();
});

/** A worker that reads streams. The page allows only scripts from its own origin. */
const WORKER = `onmessage = async ({ data }) => {
  let bytes = 0;
  for await (const chunk of data) {
    bytes += chunk.byteLength;
    gc({ type: 'minor' });
  }
  postMessage(bytes);
}`;

async function openPage(host) {
  const opened = await openGallery(browser, gallery.page(host));
  await opened.page.route('**/stream-reader.js', route => route.fulfill({ body: WORKER, contentType: 'text/javascript' }));
  await opened.page.evaluate(setUpPage);
  return opened;
}

/**
 * Runs in the page: the ways to read a stream, each of which returns how many bytes it has read. Nothing of the page's holds the
 * stream meanwhile: no variable of a function that waits, only the browser, which reads it.
 */
function setUpPage() {
  function pipe(stream) {
    let bytes = 0;
    const sink = new WritableStream({ write: chunk => void (bytes += chunk.byteLength) });
    return stream.pipeTo(sink).then(() => bytes);
  }
  function read(stream) {
    const reader = stream.getReader();
    let bytes = 0;
    const next = ({ done, value }) => {
      bytes += done ? 0 : value.byteLength;
      return done ? bytes : reader.read().then(next);
    };
    return reader.read().then(next);
  }
  const worker = new Worker('stream-reader.js');
  const ways = {
    arrayBuffer: reference => reference.arrayBuffer().then(buffer => buffer.byteLength),
    response: reference => reference.stream().then(stream => new Response(stream).arrayBuffer()).then(buffer => buffer.byteLength),
    blob: reference => reference.stream().then(stream => new Response(stream).blob()).then(blob => blob.size),
    responseBody: reference => reference.stream().then(stream => pipe(new Response(stream).body)),
    getReader: reference => reference.stream().then(read),
    pipeTo: reference => reference.stream().then(pipe),
    pipeThrough: reference => reference.stream().then(stream => read(stream.pipeThrough(new TransformStream()))),
    decompressed: reference => reference.stream().then(stream =>
      read(stream.pipeThrough(new CompressionStream('gzip')).pipeThrough(new DecompressionStream('gzip')))),
    tee: reference => reference.stream().then(stream => stream.tee())
      .then(([first, second]) => Promise.all([read(first), pipe(second)])).then(([one, other]) => (one === other ? one : -1)),
    forAwait: reference => reference.stream().then(async stream => {
      let bytes = 0;
      for await (const chunk of stream) {
        bytes += chunk.byteLength;
      }
      return bytes;
    }),
    worker: reference => reference.stream().then(stream => {
      const answer = new Promise(resolve => (worker.onmessage = ({ data }) => resolve(data)));
      worker.postMessage(stream, [stream]);
      return answer;
    }),
    nothing: async () => 0,
    neverRead: reference => reference.stream().then(stream => void stream.getReader()),
  };

  const section = document.getElementById('stream-to-javascript');
  const output = section.querySelector('output.result');
  let calls = 0;
  /** Lets Rust send a stream, and returns what the way to read it returns. */
  window.receive = async way => {
    const call = `${++calls}: `;
    // The function that Rust calls: it is looked up for each call.
    window.streamToJavaScript = reference => ways[way](reference).then(bytes => call + bytes);
    const answered = new Promise(resolve => {
      const observer = new MutationObserver(() => {
        if (output.textContent.startsWith(call) || output.textContent.startsWith('Error')) {
          observer.disconnect();
          resolve(output.textContent.replace(call, ''));
        }
      });
      observer.observe(output, { childList: true, characterData: true, subtree: true });
    });
    section.querySelector('button').click();
    return answered;
  };
  /** Collects all the time, mostly only what is young, until it is told to stop. */
  window.collectGarbage = () => {
    let rounds = 0;
    const timer = setInterval(() => {
      window.garbage = Array.from({ length: 1000 }, () => new Uint8Array(100));
      gc({ type: ++rounds % 50 ? 'minor' : 'major' });
    }, 1);
    return () => clearInterval(timer);
  };
}

for (const host of HOSTS) {
  test(`${host}: a stream is read to its end while garbage is collected, however it is read`, async () => {
    const { page, problems } = await openPage(host);
    const ways = [
      'arrayBuffer', 'response', 'blob', 'responseBody', 'getReader', 'pipeTo', 'pipeThrough', 'decompressed', 'tee',
      'forAwait', 'worker',
    ];
    const read = await page.evaluate(async ways => {
      const stop = collectGarbage();
      const read = {};
      for (const way of ways) {
        read[way] = await receive(way);
      }
      stop();
      return read;
    }, ways);
    assert.deepEqual(read, Object.fromEntries(ways.map(way => [way, String(LENGTH)])));
    assert.deepEqual(problems, []);
    await page.close();
  });

  for (const way of ['nothing', 'neverRead']) {
    test(`${host}: streams that are dropped unread make room for others: ${way}`, async () => {
      const { page, problems } = await openPage(host);
      // Twice as many as there is room for at once, within much less than the time that an unread stream is kept.
      const results = await page.evaluate(async way => {
        const results = new Set();
        for (let round = 0; round < 260; round++) {
          results.add(await receive(way));
          if (round % 20 === 0) {
            await gc({ type: 'major', execution: 'async' });
            // What the collector has found is told in tasks of their own.
            await new Promise(resolve => setTimeout(resolve, 10));
          }
        }
        return [...results];
      }, way);
      assert.deepEqual(results, [way === 'nothing' ? '0' : 'undefined']);
      assert.deepEqual(problems, []);
      await page.close();
    });
  }
}
