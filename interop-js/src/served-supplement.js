/**
 * What `supplement.js` exports, for the script for pages: the parts are loaded on first use, from the folder of the
 * script.
 */
import { interopError } from './errors.js';
import { mayHoldReferences } from './revivers.js';
import { after } from './timers.js';

/** The URL of the file, relative to the script. `scripts/bundle.js` writes it. @type {string} */
const FILE = './supplement.js';

/** How long loading may take before it counts as failed, in milliseconds. Meanwhile, messages wait. */
const MAX_LOADING = 10000;

/** Matches texts that need the supplement: a stream to be sent, and an operation on a member other than a call. */
const NEEDING = /^\["(?:open"|invoke".+,[^1]\]\n)/;

// The parts, or what takes their place until they have been loaded.
/** @type {any} */
export let Assembly = unavailable;
/** @type {any} */
export let ServerStreams = unavailable;
/** @type {any} */
export let accessMember = unavailable;
/** @type {(error: unknown) => string} */
export let describeError = shortText;
/** @type {(error: unknown) => string} */
export let errorMessage = shortText;
/** @type {(error: unknown) => void} */
export let adviseOnCircular = () => {};
/** @type {(url: string) => Promise<any>} */
export let importModule = async (url) => {
  await loadSupplement();
  return (isLoaded ? importModule : unavailable)(url);
};
/**
 * Rust reads items by calls, which wait here for the supplement.
 *
 * @type {(items: any) => { object: any, close: () => void }}
 */
export let openItems = (items) => {
  const opening = open();
  async function open() {
    await loadSupplement();
    return isLoaded ? openItems(items) : undefined;
  }
  return {
    object: { next: async (/** @type {number} */ credit) => ((await opening) ?? unavailable()).object.next(credit) },
    close: () => void opening.then((source) => (source ? source.close() : (items.return ?? items.cancel)?.call(items))).catch(() => {}),
  };
};
/** Keeps the escapes in keys. @type {(json: string) => any} */
export let parsePlain = JSON.parse;
/** @type {any} */
export let readMessage = unavailable;
/** Ignores bytes: the message that refers to them fails. @type {(...args: any[]) => void} */
export let receiveBytes = () => {};
/** @type {(kind: string, ...args: any[]) => string} */
let problemText = (...args) => args.join(' ');
/** @type {(value: unknown) => string} */
export let textOf = shortText;

/** What the texts of errors need that are not complete. @type {WeakMap<object, [string, ...any[]]>} */
const unexplained = new WeakMap();

/** @type {Promise<void> | undefined} */
let loading;
let failures = 0;
let isLoaded = false;
/** @type {unknown} */
let cause;

/** @returns {never} */
function unavailable() {
  const details = /** @type {any} */ ({ code: 'disconnected', cause });
  throw interopError('A part of the client could not be loaded. If the server was updated, reload the page.', details);
}

/** @param {any} thrown */
function shortText(thrown) {
  try {
    return String(thrown?.message ?? thrown);
  } catch {
    return typeof thrown;
  }
}

async function load() {
  let stop = () => {};
  try {
    const limit = new Promise((_, reject) => (stop = after(MAX_LOADING, /** @type {() => void} */ (reject))));
    // Browsers may remember that a URL could not be loaded, so each attempt has another one.
    const module = import(FILE + (failures ? `?${failures}` : ''));
    [
      Assembly,
      ServerStreams,
      accessMember,
      adviseOnCircular,
      describeError,
      errorMessage,
      importModule,
      openItems,
      parsePlain,
      problemText,
      readMessage,
      receiveBytes,
      textOf,
    ] = (await Promise.race([module, limit])).default;
    isLoaded = true;
  } catch (error) {
    cause = error;
    failures++;
  }
  stop();
  loading = undefined;
}

export function loadSupplement() {
  return isLoaded ? undefined : (loading ??= load());
}

/** @param {string | ArrayBuffer} data */
export function loadSupplementFor(data) {
  const needsIt = typeof data !== 'string' || NEEDING.test(data) || (data.includes('\n') && mayHoldReferences(data));
  return needsIt ? loadSupplement() : undefined;
}

/**
 * @param {string} kind
 * @param {any[]} [args]
 * @param {import('./errors.js').FailureDetails} [details]
 */
export function problem(kind, args = [], details) {
  const error = interopError(problemText(kind, ...args), { code: 'invalid_arguments', ...details });
  unexplained.set(error, [kind, ...args]);
  return error;
}

/**
 * Completes the text of an error. This is not worth a second attempt to load the supplement.
 *
 * @param {any} error
 * @param {() => void} done
 */
export async function explain(error, done) {
  await (failures || loadSupplement());
  const args = unexplained.get(error);
  if (args) {
    error.message = problemText(...args);
  }
  adviseOnCircular(error);
  done();
}
