/**
 * The domain: what things cost and which steps an order can take. It runs in the page as a WebAssembly module if the
 * server has one, and on the server otherwise. The functions are the same.
 */
import { connectWasm } from 'interop-js';

import { bind, type DomainAssembly } from './interop/domain.js';
import { connection } from './server.js';

export let domain: DomainAssembly;
let inPage: DomainAssembly | undefined;

/** Decides where `domain` runs, and returns it. */
export async function loadDomain(hasModule: boolean): Promise<'server' | 'page'> {
  if (!hasModule) {
    domain = bind(connection);
    return 'server';
  }
  if (!inPage) {
    const url = '/domain/orders_domain.js';
    const module = await import(/* @vite-ignore */ url);
    await module.default();
    inPage = bind(connectWasm(module));
  }
  domain = inPage;
  return 'page';
}
