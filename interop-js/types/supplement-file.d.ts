declare const _default: (typeof ServerStreams | typeof ItemSource | typeof DotNetItems | typeof findElement)[];
export default _default;
import { ServerStreams } from './supplement.js';
import { ItemSource } from './supplement.js';
import { DotNetItems } from './supplement.js';
import { findElement } from './supplement.js';
