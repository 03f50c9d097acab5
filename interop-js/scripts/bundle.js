/**
 * Writes the files that `interop-server` serves: each as one minified module, its compressed forms, and the hash for its
 * immutable URL.
 *
 * They are checked in, so that building the server only requires Rust.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { build } from 'esbuild';
import { minify } from 'terser';

/**
 * The served files: the script for pages of a server, the package for pages that connect themselves, and what the script
 * for pages loads on first use.
 */
export const FILES = ['interop.js', 'index.js', 'supplement.js'];

/** The folder of the served files. */
export const SERVED = fileURLToPath(new URL('../../interop-server/client', import.meta.url));

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const BANNER = '/* interop-js, MIT OR Apache-2.0 */';

/**
 * Members of objects that only the client itself sees. They get short names. What copies of the client share, what
 * hosts and applications call or implement, and what goes over the wire keep theirs.
 */
const INTERNAL_MEMBERS = `
  _callDispatcher _circuit _disposed _id _invoke _open _reader _stream accept answered argsJson assertAlive begin body
  byteArray byteArrays callId cancelBy canSend chunkBytes copyBytes countsBytes credit deliver disconnect dispatcher
  dotNetObject dotNetStream endCalls endCircuit ended ending enter failCall failed first forget functions hasItems
  hasRoomFor header heard heldObjects host isBusy isEmpty isGone isRequesting keepFunctions limitWaiting link mark
  messageValues nextDelay offer offerStream probe readText readValue receiveChunk received receiveEvent receiveMessage
  rejectCall request resolveCall sendCall sendChunk sender sendFirst sendFrame sendResult sendWaiting sentElement
  stable stopLimit supply tell unit unlisten waiting welcomed whenGone writeBytes writeValue`;

/** What is internal in the script for pages and its supplement, where no host can be attached and no options given. */
const PAGE_MEMBERS = `
  beginInvokeDotNetFromJS beginInvokeJSFromDotNet cancelDotNetCall connectTimeout endInvokeJSFromDotNet maxQueuedBytes maxQueuedCalls offerDotNetStream processJSCall releaseDotNetObjects sendByteArray whileOffline`;

/** What browsers do without. */
const IN_BROWSERS = {
  './abort-signals.js': './browser-abort-signals.js',
  './collected.js': './browser-collected.js',
  './events.js': './browser-events.js',
};

/** What the script for pages does without, or loads when it is needed. */
const IN_PAGES = {
  ...IN_BROWSERS,
  './attach-dispatcher.js': './served-attach-dispatcher.js',
  './option-checks.js': './served-option-checks.js',
  './options.js': './served-options.js',
  './sockets.js': './served-sockets.js',
  './supplement.js': './served-supplement.js',
};

/**
 * Puts modules in place of others.
 *
 * @param {Record<string, string>} modules
 * @returns {import('esbuild').Plugin}
 */
function replacing(modules) {
  return {
    name: 'replacing',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, ({ path, resolveDir }) => modules[path] && { path: join(resolveDir, modules[path]) });
    },
  };
}

/**
 * The texts of the served files, each of which is one minified module for browsers.
 *
 * @returns {Promise<Record<string, string>>}
 */
export async function bundles() {
  // The script and its supplement use members of the same objects.
  const mangleCache = {};
  const mangleProps = matching(INTERNAL_MEMBERS + PAGE_MEMBERS);
  const entry = (/** @type {string} */ name) => ({ entryPoints: [join(SOURCES, name)], mangleCache, mangleProps });
  const supplement = await shorten({ ...entry('supplement-file.js'), plugins: [replacing(IN_BROWSERS)] }, true);
  const loading = {
    name: 'loading',
    setup({ onLoad }) {
      onLoad({ filter: /served-supplement\.js$/ }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replace("'./supplement.js'", `'./${hashedName('supplement.js', supplement)}'`),
      }));
    },
  };
  return {
    'interop.js': await shorten({ ...entry('interop.js'), plugins: [replacing(IN_PAGES), loading] }, true),
    'index.js': await shorten({ entryPoints: [join(SOURCES, 'index.js')], plugins: [replacing(IN_BROWSERS)] }),
    'supplement.js': supplement,
  };
}

/** @param {string} members */
function matching(members) {
  return new RegExp(`^(${members.trim().split(/\s+/).join('|')})$`);
}

/**
 * What esbuild makes of an entry, with shorter code and names.
 *
 * @param {import('esbuild').BuildOptions} entry
 * @param {boolean} [unsafe_arrows] Whether functions become arrow functions, which lack a `prototype`.
 * @returns {Promise<string>}
 */
export async function shorten(entry, unsafe_arrows = false) {
  const { outputFiles, mangleCache } = await build({
    bundle: true,
    minify: true,
    mangleProps: matching(INTERNAL_MEMBERS),
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    ...entry,
  });
  Object.assign(entry.mangleCache ?? {}, mangleCache);
  // No getter of ours has an effect, and no object literal of ours has a method that is called with `new`.
  const compress = { passes: 3, inline: 1, hoist_funs: true, pure_getters: true, unsafe_methods: true, unsafe_arrows };
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
 * The name of a file that changes with its text.
 *
 * @param {string} name
 * @param {string} text
 */
function hashedName(name, text) {
  return name.replace('.js', `-${hash(text)}.js`);
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
  for (const [name, text] of Object.entries(await bundles())) {
    const { br, gz } = await compressed(text);
    await writeFile(join(SERVED, name), text);
    await writeFile(join(SERVED, `${name}.br`), br);
    await writeFile(join(SERVED, `${name}.gz`), gz);
    await writeFile(join(SERVED, `${name}.hash`), hash(text));
    console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${gz.length} with gzip, ${br.length} with brotli`);
  }
}
