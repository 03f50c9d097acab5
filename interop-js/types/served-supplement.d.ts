export function loadSupplement(): Promise<void> | undefined;
/** @param {string | ArrayBuffer} frame */
export function loadSupplementFor(frame: string | ArrayBuffer): Promise<void> | undefined;
/** @type {any} */
export let ServerStreams: any;
/** @type {any} */
export let findElement: any;
/** @type {any} */
export let ItemSource: any;
/** @type {any} */
export let DotNetItems: any;
