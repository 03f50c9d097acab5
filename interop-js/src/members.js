/**
 * Resolves identifiers such as `shop.cart.add`.
 *
 * An identifier is resolved each time it is used, as in a script of the page, because the page may have changed since
 * the previous call.
 */
import { FUNCTION_CALL } from './call-types.js';
import { expectFunction, hasMember } from './member-checks.js';
import { accessMember } from './supplement.js';

/** @typedef {(...args: any[]) => any} Member */

/**
 * Finds the object whose member the identifier refers to. Returns the object and the name of the member.
 *
 * @param {any} object
 * @param {string} identifier
 * @returns {[any, string]}
 */
export function findObjectMember(object, identifier) {
  if (!identifier.includes('.')) {
    return [object, identifier];
  }
  const names = identifier.split('.');
  const last = /** @type {string} */ (names.pop());
  let parent = object;
  for (const name of names) {
    // A member whose value is undefined is not missing. The error for accessing its members is reported later.
    const child = parent?.[name];
    if (child === undefined && !hasMember(parent, name)) {
      throw new Error(`Could not find '${identifier}' ('${name}' was undefined).`);
    }
    parent = child;
  }
  return [parent, last];
}

/**
 * Returns a function that performs the operation.
 *
 * @param {any} object
 * @param {string} identifier
 * @param {number} callType
 * @returns {Member}
 */
export function resolveMember(object, identifier, callType) {
  const [parent, name] = findObjectMember(object, identifier);
  if (parent === undefined || parent === null) {
    const [parentName] = identifier.split('.').slice(-2);
    throw new Error(`Could not find '${identifier}' ('${parentName}' was ${parent}).`);
  }
  if (callType !== FUNCTION_CALL) {
    return accessMember(parent, name, identifier, callType);
  }
  const member = expectFunction(parent[name], identifier);
  // Callable objects need not have `bind` or `apply` of their own.
  return (...args) => Reflect.apply(member, parent, args);
}
