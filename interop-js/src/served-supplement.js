/**
 * What `supplement.js` exports, for the script for pages: the parts are loaded on first use, from the folder of the
 * script.
 */
import { interopError } from './errors.js';
import { after } from './timers.js';

/** The URL of the file, relative to the script. `scripts/bundle.js` writes it. @type {string} */
const FILE = './supplement.js';

/** How long loading may take before it counts as failed, in milliseconds. Meanwhile, messages wait. */
const MAX_LOADING = 10000;

/** Matches frames that need the supplement. Marks can be written with JSON escape sequences. */
const NEEDING = /^\["open"|"__(?:dotNet[SI]|internalId)|\\u00(?:5f|21)/i;

/** @type {any} */
export let ServerStreams = unavailable;
/** @type {any} */
export let findElement = unavailable;
/** @type {any} */
export let ItemSource = unavailable;
/** @type {any} */
export let DotNetItems = unavailable;

/** @type {Promise<void> | undefined} */
let loading;
let failures = 0;
/** @type {unknown} */
let cause;

/** Takes the place of the parts until they have been loaded. */
function unavailable() {
  const text = 'A part of the client could not be loaded. If the server was updated, reload the page.';
  throw Object.assign(interopError(text, { code: 'disconnected' }), { cause });
}

async function load() {
  let stop = () => {};
  try {
    const limit = new Promise((_, reject) => (stop = after(MAX_LOADING, () => reject(new Error('It took too long.')))));
    // Browsers may remember that a URL could not be loaded, so each attempt has another one.
    const module = import(FILE + (failures ? `?${failures}` : ''));
    [ServerStreams, findElement, ItemSource, DotNetItems] = (await Promise.race([module, limit])).default;
  } catch (error) {
    cause = error;
    failures++;
  }
  stop();
  loading = undefined;
}

export function loadSupplement() {
  return DotNetItems === unavailable ? (loading ??= load()) : undefined;
}

/** @param {string | ArrayBuffer} frame */
export function loadSupplementFor(frame) {
  return typeof frame === 'string' && NEEDING.test(frame) ? loadSupplement() : undefined;
}
