/**
 * Hosts that an application attaches by itself.
 */
/** @import { DotNetCallDispatcher } from './dispatcher.js' */
import { addDispatcher } from './connections.js';
import { CallDispatcher } from './dispatcher.js';

/**
 * Attaches a host. `DotNet.invokeMethodAsync` uses it as long as no other host is attached or connected. A host cannot
 * be detached.
 *
 * @param {DotNetCallDispatcher} host
 * @returns {CallDispatcher}
 */
export function attachDispatcher(host) {
  const dispatcher = new CallDispatcher(host);
  addDispatcher(dispatcher);
  return dispatcher;
}
