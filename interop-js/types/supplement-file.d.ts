declare const _default: (typeof Assembly | typeof accessMember | typeof problemText | typeof readMessage | typeof ServerStreams | typeof receiveBytes)[];
export default _default;
import { Assembly } from './supplement.js';
import { accessMember } from './supplement.js';
import { problemText } from './problem-texts.js';
import { readMessage } from './supplement.js';
import { ServerStreams } from './supplement.js';
import { receiveBytes } from './supplement.js';
