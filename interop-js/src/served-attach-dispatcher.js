/**
 * What `attach-dispatcher.js` exports, for the script for pages, which has a host of its own.
 */

export function attachDispatcher() {
  throw new Error('To attach a host, import DotNet from index.js.');
}
