// The operations that both clients perform, in this order. Each entry has a name and an operation and, if this client
// deliberately differs from `@microsoft/dotnet-js-interop`, the reason and the expected result. Both run the same list,
// so that ids match.
import { calls } from './operations/calls.js';
import { callsToJavaScript } from './operations/calls-to-javascript.js';
import { pageFunctions } from './operations/page-functions.js';
import { references } from './operations/references.js';

export { setUpPage } from './operations/bench.js';

export const operations = [...calls, ...references, ...callsToJavaScript, ...pageFunctions];
