/**
 * The object that a module exports as `interop`. Texts and bytes are written to the module's memory, to the buffer that
 * `area` returns for the next message, and only their lengths are passed. Errors have a `code` and a mark.
 */
export type WasmExports = {
    /**
     * Creates a circuit. Its number is the first argument of the
     * other functions.
     */
    connect: (client: WasmClient) => number;
    /**
     * Returns the properties of the circuit as JSON.
     */
    welcome: (circuit: number) => string;
    memory: () => WebAssembly.Memory;
    /**
     * Returns the address of a buffer for this many bytes.
     */
    area: (bytes: number) => number;
    /**
     * Returns the address of the result of the last `invoke`.
     */
    reply: () => number;
    /**
     *   Calls a method and returns the length of its result. An assembly of length -1 is null.
     */
    invoke: (circuit: number, assembly: number, method: number, args: number, objectId: number) => number;
    /**
     * Starts a call, which the client's `reply` or `fail` answers.
     */
    call: (circuit: number, callId: number, assembly: number, method: number, args: number, objectId: number, timeout?: number) => void;
    /**
     * Answers a call to JavaScript.
     */
    result: (circuit: number, answer: number) => void;
    /**
     * Passes a byte array of the
     * following message.
     */
    bytes: (circuit: number, id: number, length: number) => void;
    cancel: (circuit: number, callId: number) => void;
    release: (circuit: number, objectId: number, count: number) => void;
    claim: (circuit: number, streamId: number, chunks: number) => void;
    grant: (circuit: number, streamId: number, chunks: number) => void;
    stop: (circuit: number, streamId: number) => void;
    chunk: (circuit: number, streamId: number, sequence: number, length: number) => void;
    end: (circuit: number, streamId: number, error: string | null) => void;
    /**
     * Continues running calls.
     */
    run: (circuit: number) => void;
    /**
     * Reports that a timer has expired.
     */
    wake: (circuit: number, timerId: number) => void;
    close: (circuit: number) => void;
};
/**
 * The callbacks of a circuit.
 */
export type WasmClient = Record<string, (...args: any[]) => any>;
/**
 * The functions that read nothing from the memory.
 */
export type PlainExport = Exclude<keyof WasmExports, "area" | "reply" | "invoke" | "call" | "result" | "bytes" | "chunk">;
