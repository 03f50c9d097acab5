/**
 * Imports modules for the other side.
 */

/**
 * Imports a module.
 *
 * @param {string} url Relative URLs are resolved against the page, as in its own scripts, and not against this file.
 */
export function importModule(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const isPath = typeof url === 'string' && /^\.{0,2}\//.test(url);
  return import(/* @vite-ignore */ /* webpackIgnore: true */ isPath && base ? new URL(url, base).href : url);
}
