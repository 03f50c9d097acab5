/** The compilers that users have: the last one of TypeScript 5 and the newest. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export const COMPILERS = {
  'TypeScript 5.9': 'node_modules/typescript/bin/tsc',
  'the newest TypeScript': 'node_modules/typescript-newest/bin/tsc',
};

/** Compiles a project and returns what the compiler says; nothing if all is well. */
export async function compile(compiler, project) {
  const child = spawn(process.execPath, [COMPILERS[compiler], '-p', project], { cwd: root });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const [code] = await new Promise((resolve) => child.on('close', (...exit) => resolve(exit)));
  return output || (code === 0 ? '' : `exit code ${code}`);
}
