declare const _default: (typeof Assembly | typeof problemText | typeof accessMember | typeof fromByteArray | typeof findElement | typeof DotNetItems | typeof ServerStreams)[];
export default _default;
import { Assembly } from './supplement.js';
import { problemText } from './problem-texts.js';
import { accessMember } from './supplement.js';
import { fromByteArray } from './supplement.js';
import { findElement } from './supplement.js';
import { DotNetItems } from './supplement.js';
import { ServerStreams } from './supplement.js';
