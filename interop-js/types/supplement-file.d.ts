declare const _default: (typeof CircuitStreams | typeof ItemSource | typeof DotNetItems | typeof findElement)[];
export default _default;
import { CircuitStreams } from './supplement.js';
import { ItemSource } from './supplement.js';
import { DotNetItems } from './supplement.js';
import { findElement } from './supplement.js';
