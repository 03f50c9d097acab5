/**
 * Streams of values sent by Rust. They are read by calls, each of which returns the values that are ready.
 */
/** @import { DotNetObject } from './dotnet-object.js' */
import { whenCollected } from './collected.js';
import { OWNER } from './owner.js';

/** How many values are requested ahead of the reader: at first, and at most for a reader that keeps up. */
const MIN_WINDOW = 16;
const MAX_WINDOW = 256;

/** The state of a stream that is read. */
class ItemReader {
  /** @type {any[]} */
  items = [];
  /** @type {{ resolve: (result: IteratorResult<any>) => void, reject: (error: unknown) => void, keep: unknown }[]} */
  waiting = [];
  window = MIN_WINDOW;
  hasItems = false;
  isRequesting = false;
  /** @type {{ error?: unknown } | undefined} */
  end;
  abort = new AbortController();

  /** @param {DotNetObject} object */
  constructor(object) {
    this.object = object;
  }

  /**
   * @param {unknown} keep What must not be collected until the result is there.
   * @returns {Promise<IteratorResult<any>>}
   */
  next(keep) {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject, keep });
      this.deliver();
    });
  }

  deliver() {
    while (this.waiting.length && (this.items.length || this.end)) {
      const { resolve, reject } = /** @type {any} */ (this.waiting.shift());
      if (this.items.length) {
        resolve({ value: this.items.shift(), done: false });
      } else if (this.end?.error) {
        reject(this.end.error);
        this.end = {};
      } else {
        resolve({ value: undefined, done: true });
      }
    }
    if (!this.end && !this.isRequesting && this.items.length * 2 <= this.window) {
      this.request(this.window - this.items.length);
    }
  }

  /** @param {number} count */
  async request(count) {
    this.isRequesting = true;
    try {
      const { items, done } = await this.object.withSignal(this.abort.signal).invokeMethodAsync('__Next', count);
      if (this.end) {
        return;
      }
      if (this.hasItems && items.length >= count && this.waiting.length) {
        this.window = Math.min(2 * this.window, MAX_WINDOW);
      }
      this.hasItems = true;
      this.items.push(...items);
      if (done) {
        this.end = {};
      }
    } catch (error) {
      if (!this.end) {
        this.end = { error };
        this.object.dispose();
      }
    }
    this.isRequesting = false;
    this.deliver();
  }

  stop() {
    if (!this.end) {
      this.end = {};
      this.items = [];
      this.abort.abort();
      this.object.dispose();
    }
    this.deliver();
  }
}

const unread = whenCollected((/** @type {ItemReader} */ reader) => reader.stop());

/**
 * Values sent by Rust, for `for await`. They can be read once. Rust drops their source when the loop is left, when
 * `return()` is called, or when this object is collected.
 *
 * @template [T=any]
 */
export class DotNetItems {
  // Not `#private`, so that the object also works behind a proxy, as UI frameworks create them.

  /** @param {DotNetObject} object */
  constructor(object) {
    /** @private */
    this._reader = new ItemReader(object);
    unread.register(this, this._reader, this);
  }

  /** @returns {Promise<IteratorResult<T>>} */
  next() {
    return this._reader.next(this);
  }

  /**
   * Ends the stream.
   *
   * @param {any} [value]
   * @returns {Promise<IteratorReturnResult<any>>}
   */
  async return(value) {
    unread.unregister(this);
    this._reader.stop();
    return { value, done: true };
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** Received items cannot be sent. */
  get [OWNER]() {
    return null;
  }
}

// For `await using`, where the engine has it.
const { asyncDispose } = /** @type {any} */ (Symbol);
if (asyncDispose) {
  Object.defineProperty(DotNetItems.prototype, asyncDispose, { value: DotNetItems.prototype.return });
}
