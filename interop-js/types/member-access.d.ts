/**
 * Returns a function that performs the operation on a member.
 *
 * @param {any} parent
 * @param {string} name
 * @param {string} identifier
 * @param {number} callType
 * @returns {import('./members.js').Member}
 */
export function accessMember(parent: any, name: string, identifier: string, callType: number): import("./members.js").Member;
