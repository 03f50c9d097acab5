/**
 * What `attach-dispatcher.js` exports, for the script for pages, which has a host of its own.
 */
export function attachDispatcher(): void;
