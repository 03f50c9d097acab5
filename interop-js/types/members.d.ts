/** @typedef {(...args: any[]) => any} Member */
/**
 * Finds the object whose member the identifier refers to. Returns the object and the name of the member.
 *
 * @param {any} object
 * @param {string} identifier
 * @returns {[any, string]}
 */
export function findObjectMember(object: any, identifier: string): [any, string];
/**
 * Returns a function that performs the operation.
 *
 * @param {any} object
 * @param {string} identifier
 * @param {number} callType
 * @returns {Member}
 */
export function resolveMember(object: any, identifier: string, callType: number): Member;
export type Member = (...args: any[]) => any;
