/**
 * How many bytes there must be room for to write texts.
 *
 * @param {string} first
 * @param {string} [second]
 * @param {string} [third]
 */
export function roomFor(first: string, second?: string, third?: string): number;
export class WasmMemory {
    /** @param {WebAssembly.Memory} memory */
    constructor(memory: WebAssembly.Memory);
    /**
     * Writes a text where there is room for it, and returns how many bytes it takes.
     *
     * @param {string} text
     * @param {number} address
     */
    write(text: string, address: number): number;
    /**
     * @param {number} address
     * @param {number} length
     */
    read(address: number, length: number): string;
    /**
     * Writes bytes where there is room for them, and returns how many there are.
     *
     * @param {Uint8Array} bytes
     * @param {number} address
     */
    writeBytes(bytes: Uint8Array, address: number): number;
    /**
     * A copy of bytes that stay there for no longer than now.
     *
     * @param {number} address
     * @param {number} length
     */
    copyBytes(address: number, length: number): Uint8Array<ArrayBuffer>;
    #private;
}
