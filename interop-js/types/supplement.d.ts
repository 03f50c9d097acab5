export { ServerStreams } from "./server-streams.js";
export { findElement } from "./element-search.js";
export { ItemSource } from "./item-source.js";
export { DotNetItems } from "./items.js";
export function loadSupplement(): Promise<void> | undefined;
export function loadSupplementFor(_frame: string | ArrayBuffer): Promise<void> | undefined;
