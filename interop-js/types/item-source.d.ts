/** The object that Rust holds for a stream. */
export class ItemSource {
    /** @param {any} source */
    constructor(source: any);
    /**
     * Returns the next values: those that are ready, and at least one.
     *
     * @param {number} credit The maximum number of values.
     */
    next(credit: number): Promise<{
        items: any[];
        done: boolean;
    }>;
    /** Ends the source, because Rust does not read it any more. */
    close(): Promise<void>;
    #private;
}
