/**
 * Streams of values sent to Rust, which reads them by calls.
 */

/** The size of an answer from which no further value is added to it, in bytes. */
const MAX_BYTES = 32768;
/** How many steps of other promises a value that is about to be ready may take. */
const GRACE = 4;

/**
 * @param {any} source
 * @returns {any} An iterator.
 */
function open(source) {
  const iterate = source[Symbol.asyncIterator] ?? source[Symbol.iterator];
  if (iterate) {
    return iterate.call(source);
  }
  const reader = source.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/** @param {any} value */
function sizeOf(value) {
  try {
    return value?.byteLength ?? (typeof value === 'object' ? JSON.stringify(value).length : value.length) ?? 0;
  } catch {
    // Sending it reports the error.
    return 0;
  }
}

/** The object that Rust holds for a stream. */
class ItemSource {
  /** @type {any[]} */
  #items = [];
  #bytes = 0;
  #credit = 0;
  #isRunning = false;
  /** @type {{ error?: unknown, isClosed?: boolean } | undefined} */
  #end;
  /** @type {(() => void) | undefined} */
  #wake;
  #source;
  /** @type {any} */
  #iterator;

  /** @param {any} source */
  constructor(source) {
    this.#source = source;
  }

  /**
   * Returns the next values: those that are ready, and at least one.
   *
   * @param {number} credit The maximum number of values.
   */
  async next(credit) {
    this.#credit = credit;
    this.#run();
    let known = 0;
    while (!this.#end && this.#items.length < credit) {
      if (!this.#items.length) {
        await /** @type {Promise<void>} */ (new Promise((resolve) => (this.#wake = resolve)));
      } else if (known === this.#items.length) {
        break;
      } else {
        known = this.#items.length;
        for (let step = 0; step < GRACE; step++) {
          await undefined;
        }
      }
    }
    this.#credit = this.#bytes = 0;
    const items = this.#items.splice(0);
    const isFailed = this.#end && 'error' in this.#end;
    if (!items.length && isFailed) {
      throw this.#end?.error;
    }
    return { items, done: !!this.#end && !isFailed };
  }

  async #run() {
    if (this.#isRunning || this.#end) {
      return;
    }
    this.#isRunning = true;
    try {
      this.#iterator ??= open(this.#source);
      while (!this.#end && this.#items.length < this.#credit && this.#bytes < MAX_BYTES) {
        const { value, done } = await this.#iterator.next();
        if (done) {
          this.#end ??= {};
        } else if (!this.#end) {
          this.#items.push(value);
          this.#bytes += sizeOf(value);
        }
        this.#wake?.();
      }
    } catch (error) {
      this.#end ??= { error };
      this.#wake?.();
    }
    this.#isRunning = false;
  }

  /** Ends the source, because Rust does not read it any more. */
  async close() {
    if (this.#end) {
      return;
    }
    this.#end = {};
    this.#items = [];
    this.#wake?.();
    try {
      await (this.#iterator ?? open(this.#source)).return?.();
    } catch {
      // Nobody waits for what the source does at its end.
    }
  }
}

/**
 * Opens a stream for Rust, which holds the object until it closes it.
 *
 * @param {any} items
 */
export function openItems(items) {
  const object = new ItemSource(items);
  return { object, close: () => object.close() };
}
