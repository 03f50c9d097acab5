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
import { DotNet } from './dotnet.js';

Object.assign(globalThis, { DotNet });

/** The page's connection. */
export const interop = connect(new URL('.', import.meta.url).href.replace(/\/$/, ''));

export { DotNet, connect };
