/**
 * The size of the buffer that is needed to write texts.
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
     * Writes a text to the buffer at the address, and returns its length in bytes.
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
     * Writes bytes to the buffer at the address, and returns their number.
     *
     * @param {Uint8Array} bytes
     * @param {number} address
     */
    writeBytes(bytes: Uint8Array, address: number): number;
    /**
     * Copies bytes that are only valid during the current call.
     *
     * @param {number} address
     * @param {number} length
     */
    copyBytes(address: number, length: number): Uint8Array<ArrayBuffer>;
    #private;
}
