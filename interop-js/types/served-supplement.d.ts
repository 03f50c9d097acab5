export function loadSupplement(): Promise<void> | undefined;
/** @param {string | ArrayBuffer} data */
export function loadSupplementFor(data: string | ArrayBuffer): Promise<void> | undefined;
/**
 * @param {string} kind
 * @param {any[]} [args]
 * @param {import('./errors.js').FailureDetails} [details]
 */
export function problem(kind: string, args?: any[], details?: import("./errors.js").FailureDetails): import("./errors.js").InteropError;
/**
 * Completes the text of an error. This is not worth a second attempt to load the supplement.
 *
 * @param {any} error
 * @param {() => void} done
 */
export function explain(error: any, done: () => void): Promise<void>;
/** @type {any} */
export let Assembly: any;
/** @type {any} */
export let ServerStreams: any;
/** @type {any} */
export let accessMember: any;
/** @type {(error: unknown) => string} */
export let describeError: (error: unknown) => string;
/** @type {(error: unknown) => string} */
export let errorMessage: (error: unknown) => string;
/** @type {(error: unknown) => void} */
export let adviseOnCircular: (error: unknown) => void;
/** @type {(url: string) => Promise<any>} */
export let importModule: (url: string) => Promise<any>;
/**
 * Rust reads items by calls, which wait here for the supplement.
 *
 * @type {(items: any) => { object: any, close: () => void }}
 */
export let openItems: (items: any) => {
    object: any;
    close: () => void;
};
/** Keeps the escapes in keys. @type {(json: string) => any} */
export let parsePlain: (json: string) => any;
/** @type {any} */
export let readMessage: any;
/** Ignores bytes: the message that refers to them fails. @type {(...args: any[]) => void} */
export let receiveBytes: (...args: any[]) => void;
/** @type {(value: unknown) => string} */
export let textOf: (value: unknown) => string;
