/**
 * Writes the files that `interop-server` serves: each entry point of the client as one minified module, its compressed
 * forms, and the hash for its immutable URL.
 *
 * They are checked in, so that building the server only requires Rust.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { build } from 'esbuild';
import { minify } from 'terser';

/** The entry points: the script for pages of a server, and the package for pages that connect themselves. */
export const ENTRIES = ['interop.js', 'index.js'];

/** The folder of the served files. */
export const SERVED = fileURLToPath(new URL('../../interop-server/client', import.meta.url));

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const BANNER = '/* interop-js, MIT OR Apache-2.0 */';

/**
 * Members of objects that only the client itself sees. They get short names. What copies of the client share, what
 * hosts and applications call or implement, and what goes over the wire keep theirs.
 */
const INTERNAL_MEMBERS = `
  _callDispatcher _circuit _disposed _id _invoke _open _reader _stream answered argsJson assertAlive body byteArray
  byteArrays callId canSend cancelBy checkComplete chunkBytes countsBytes credit deliver disconnect dispatcher
  dotNetObject dotNetStream endCalls endCircuit ended ending failCall failed first forget forgetByteArrays hasItems
  hasRoomFor header heard isEmpty isBusy isRequesting jsObject keepFunctions limitWaiting link nextDelay offer
  offerStream probe receiveEvent rejectCall request resolveCall sendCall sendChunk sendResult sendWaiting sender
  stable stopLimit supply tell unlisten waiting welcomed`;

/** Browsers have all that {@link file://../src/events.js} does without. @type {import('esbuild').Plugin} */
const browserEvents = {
  name: 'browser-events',
  setup({ onResolve }) {
    onResolve({ filter: /\/events\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, 'browser-events.js') }));
  },
};

/**
 * The text of one entry as one minified module for browsers.
 *
 * @param {string} entry
 * @returns {Promise<string>}
 */
export async function bundle(entry) {
  return shorten({ entryPoints: [join(SOURCES, entry)], plugins: [browserEvents] });
}

/**
 * What esbuild makes of an entry, with shorter code and names.
 *
 * @param {import('esbuild').BuildOptions} entry
 * @returns {Promise<string>}
 */
export async function shorten(entry) {
  const { outputFiles } = await build({
    bundle: true,
    minify: true,
    mangleProps: new RegExp(`^(${INTERNAL_MEMBERS.trim().split(/\s+/).join('|')})$`),
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    ...entry,
  });
  // No getter of ours has an effect, and no object literal of ours has a method that is called with `new`.
  const compress = { passes: 3, inline: 1, hoist_funs: true, pure_getters: true, unsafe_methods: true };
  const options = { module: true, ecma: 2020, compress, format: { preamble: BANNER } };
  const { code } = await minify(outputFiles[0].text, /** @type {import('terser').MinifyOptions} */ (options));
  return `${code}\n`;
}

/**
 * The hash in the URL of a text, which changes with the text.
 *
 * @param {string} text
 */
export function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The compressed forms of a text, by file extension. It is done once, so it may take time.
 *
 * @param {string} text
 * @returns {Promise<Record<string, Uint8Array>>}
 */
export async function compressed(text) {
  const size = Buffer.byteLength(text);
  return {
    br: brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: size } }),
    gz: await zopfli.gzipAsync(Buffer.from(text), { numiterations: 50 }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(SERVED, { recursive: true });
  for (const entry of ENTRIES) {
    const text = await bundle(entry);
    const { br, gz } = await compressed(text);
    await writeFile(join(SERVED, entry), text);
    await writeFile(join(SERVED, `${entry}.br`), br);
    await writeFile(join(SERVED, `${entry}.gz`), gz);
    await writeFile(join(SERVED, `${entry}.hash`), hash(text));
    console.log(`${entry}: ${Buffer.byteLength(text)} bytes, ${gz.length} with gzip, ${br.length} with brotli`);
  }
}
