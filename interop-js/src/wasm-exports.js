/**
 * The functions between JavaScript and a WebAssembly module, as specified in `docs/wasm.md`.
 */

/**
 * The object that a module exports as `interop`. Texts and bytes are written to the module's memory, to the buffer that
 * `area` returns for the next message, and only their lengths are passed. Errors have a `code` and a mark.
 *
 * @typedef {object} WasmExports
 * @property {(client: WasmClient) => number} connect Creates a circuit. Its number is the first argument of the
 *   other functions.
 * @property {(circuit: number) => string} welcome Returns the properties of the circuit as JSON.
 * @property {() => WebAssembly.Memory} memory
 * @property {(bytes: number) => number} area Returns the address of a buffer for this many bytes.
 * @property {() => number} reply Returns the address of the result of the last `invoke`.
 * @property {(circuit: number, assembly: number, method: number, args: number, objectId: number) => number} invoke
 *   Calls a method and returns the length of its result. An assembly of length -1 is null.
 * @property {(circuit: number, callId: number, assembly: number, method: number, args: number, objectId: number,
 *   timeout?: number) => void} call Starts a call, which the client's `reply` or `fail` answers.
 * @property {(circuit: number, answer: number) => void} result Answers a call to JavaScript.
 * @property {(circuit: number, id: number, length: number) => void} bytes Passes a byte array of the
 *   following message.
 * @property {(circuit: number, callId: number) => void} cancel
 * @property {(circuit: number, objectId: number, count: number) => void} release
 * @property {(circuit: number, streamId: number, chunks: number) => void} claim
 * @property {(circuit: number, streamId: number, chunks: number) => void} grant
 * @property {(circuit: number, streamId: number) => void} stop
 * @property {(circuit: number, streamId: number, sequence: number, length: number) => void} chunk
 * @property {(circuit: number, streamId: number, error: string | null) => void} end
 * @property {(circuit: number) => void} run Continues running calls.
 * @property {(circuit: number, timerId: number) => void} wake Reports that a timer has expired.
 * @property {(circuit: number) => void} close
 */

/** The callbacks of a circuit. @typedef {Record<string, (...args: any[]) => any>} WasmClient */

/**
 * The functions that read nothing from the memory.
 *
 * @typedef {Exclude<keyof WasmExports, 'area' | 'reply' | 'invoke' | 'call' | 'result' | 'bytes' | 'chunk'>}
 *   PlainExport
 */

export {};
