/**
 * The script of a page: connects to where it was loaded from and gives the page `DotNet`.
 *
 * ```html
 * <script type="module" src="/_interop/interop.js"></script>
 * ```
 *
 * The page may call `DotNet` at once: calls wait for the connection. What happens to the connection is told to those who
 * listen:
 *
 * ```js
 * import { interop } from '/_interop/interop.js';
 * interop.addEventListener('disconnected', () => showThatWeAreReconnecting());
 * ```
 */
import { connect } from './connection.js';
import { scriptConnection } from './connections.js';
import { DotNet } from './dotnet.js';

Object.assign(globalThis, { DotNet });

/** The page's connection: one, however often the page loads the script. */
export const interop = scriptConnection(new URL('.', import.meta.url).href.replace(/\/$/, ''), (url) => connect(url));

export { DotNet, connect };
