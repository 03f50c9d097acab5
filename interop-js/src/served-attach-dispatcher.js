/**
 * What `attach-dispatcher.js` exports, for the script for pages, which has a host of its own.
 */

export function attachDispatcher() {
  throw new Error('The script for pages cannot attach hosts. Import DotNet from index.js or the package.');
}
