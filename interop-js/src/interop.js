/**
 * The script for pages: connects to the server that it was loaded from and sets the global `DotNet`.
 *
 * ```html
 * <script type="module" src="/_interop/interop.js"></script>
 * ```
 *
 * The page may call `DotNet` immediately: calls made before the connection is open are queued. Changes of the
 * connection are reported as events:
 *
 * ```js
 * import { interop } from '/_interop/interop.js';
 * interop.addEventListener('disconnected', () => showReconnecting());
 * ```
 *
 * Pages that connect themselves, with options or to another server, import `connect` from `index.js`.
 */
import { Connection } from './connection.js';
import { scriptConnection } from './connections.js';
import { DotNet } from './dotnet.js';

Object.assign(globalThis, { DotNet });

/** The connection of the page. There is only one, even if the page loads the script several times. */
export const interop = scriptConnection(new URL('.', import.meta.url).href.slice(0, -1), (url) => new Connection(url));

export { DotNet };
