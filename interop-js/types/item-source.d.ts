/**
 * Opens a stream for Rust, which holds the object until it closes it.
 *
 * @param {any} items
 */
export function openItems(items: any): {
    object: ItemSource;
    close: () => Promise<void>;
};
/** The object that Rust holds for a stream. */
declare class ItemSource {
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
export {};
