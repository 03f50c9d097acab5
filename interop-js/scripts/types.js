/**
 * Writes the type declarations of the package: the compiler's output without the members that are marked `@internal`.
 * The compiler's own option for this does not work for JavaScript sources.
 */
import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Matches a comment with the mark, and the member that follows. */
const INTERNAL = /^ *\/\*\*(?:(?!\*\/)[^])*@internal(?:(?!\*\/)[^])*\*\/\n.*\n/gm;

/** @param {string} folder The output folder. */
export async function writeTypes(folder) {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const options = [compiler, '-p', 'tsconfig.types.json', '--outDir', folder];
  const { status, stdout } = spawnSync(process.execPath, options, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stdout);
  }
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    await writeFile(path, (await readFile(path, 'utf8')).replace(INTERNAL, ''));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeTypes(join(ROOT, 'types'));
}
