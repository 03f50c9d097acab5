/**
 * The domain: what things cost and which steps an order can take. It runs in the page as a WebAssembly module if the
 * server has one, and on the server otherwise. The functions are the same.
 */
import { WasmConnection, loadWasm } from 'interop-js';

import { bind, type DomainAssembly } from './interop/domain.js';
import { connection } from './server.js';

export let domain: DomainAssembly;

/** Decides where `domain` runs, and returns it. */
export async function loadDomain(hasModule: boolean): Promise<'server' | 'page'> {
  const host = await loadWasm(hasModule ? '/domain/orders_domain.js' : undefined, { fallback: connection });
  domain = bind(host);
  return host instanceof WasmConnection ? 'page' : 'server';
}
