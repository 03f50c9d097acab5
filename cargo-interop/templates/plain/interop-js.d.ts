// Declares what the page uses of the client that the server provides as `/_interop/index.js`. With npm, install the package
// `interop-js` instead: it contains all declarations.
declare module 'interop-js' {
  import type { Connection, WasmConnection } from './interop/runtime.js';

  export const DotNet: Connection;
  export function connect(url: string): Connection;
  export function connectWasm(module: object): WasmConnection;
}
