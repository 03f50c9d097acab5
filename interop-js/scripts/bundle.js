/**
 * Writes the files that `interop-server` serves: each entry of the client as one minified module, its compressed forms,
 * and the hash that its immutable URL carries.
 *
 * They are checked in, because whoever builds the server needs Rust only.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** The entries: the script of a page with a server, and the package for pages that connect themselves. */
export const ENTRIES = ['interop.js', 'index.js'];

/** The folder of the served files. */
export const SERVED = fileURLToPath(new URL('../../interop-server/client', import.meta.url));

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const BANNER = '/* interop-js, MIT OR Apache-2.0 */';

/**
 * The text of one entry as one minified module.
 *
 * @param {string} entry
 * @returns {Promise<string>}
 */
export async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, entry)],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: BANNER },
    write: false,
  });
  return outputFiles[0].text;
}

/**
 * What the URL of a text carries, so that it changes with the text.
 *
 * @param {string} text
 */
export function hash(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/**
 * The compressed forms of a text, by the ending of their files.
 *
 * @param {string} text
 */
export function compressed(text) {
  const size = Buffer.byteLength(text);
  return {
    br: brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: size } }),
    gz: gzipSync(text, { level: 9 }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(SERVED, { recursive: true });
  for (const entry of ENTRIES) {
    const text = await bundle(entry);
    const { br, gz } = compressed(text);
    await writeFile(join(SERVED, entry), text);
    await writeFile(join(SERVED, `${entry}.br`), br);
    await writeFile(join(SERVED, `${entry}.gz`), gz);
    await writeFile(join(SERVED, `${entry}.hash`), hash(text));
    console.log(`${entry}: ${Buffer.byteLength(text)} bytes, ${gz.length} with gzip, ${br.length} with brotli`);
  }
}
