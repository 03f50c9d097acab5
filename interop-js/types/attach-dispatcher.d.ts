/**
 * Attaches a host. `DotNet.invokeMethodAsync` uses it as long as no other host is attached or connected. A host cannot
 * be detached.
 *
 * @param {DotNetCallDispatcher} host
 * @returns {CallDispatcher}
 */
export function attachDispatcher(host: DotNetCallDispatcher): CallDispatcher;
import type { DotNetCallDispatcher } from './dispatcher.js';
import { CallDispatcher } from './dispatcher.js';
