/**
 * Imports modules for the other side.
 */
/**
 * Imports a module.
 *
 * @param {string} url Relative URLs are resolved against the page, as in its own scripts, and not against this file.
 */
export function importModule(url: string): Promise<any>;
