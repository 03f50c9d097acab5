export function loadSupplement(): Promise<void> | undefined;
/** @param {string | ArrayBuffer} frame */
export function loadSupplementFor(frame: string | ArrayBuffer): Promise<void> | undefined;
/** @type {any} */
export let CircuitStreams: any;
/** @type {any} */
export let findElement: any;
/** @type {any} */
export let ItemSource: any;
/** @type {any} */
export let DotNetItems: any;
