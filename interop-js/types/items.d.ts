/**
 * Values sent by Rust, for `for await`. They can be read once. Rust drops their source when the loop is left, when
 * `return()` is called, or when this object is collected.
 *
 * @template [T=any]
 */
export class DotNetItems<T = any> {
    /** @param {DotNetObject} object */
    constructor(object: DotNetObject);
    /** @private */
    private _reader;
    /** @returns {Promise<IteratorResult<T>>} */
    next(): Promise<IteratorResult<T>>;
    /**
     * Ends the stream.
     *
     * @param {any} [value]
     * @returns {Promise<IteratorReturnResult<any>>}
     */
    return(value?: any): Promise<IteratorReturnResult<any>>;
    [Symbol.asyncIterator](): this;
    /** Received items cannot be sent. */
    get [OWNER](): null;
}
import { OWNER } from './owner.js';
import type { DotNetObject } from './dotnet-object.js';
