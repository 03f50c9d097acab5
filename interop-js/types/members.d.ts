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
/**
 * Resolves identifiers such as `shop.cart.add`.
 *
 * An identifier is resolved each time it is used, as in a script of the page, because the page may have changed since
 * the previous call.
 */
export const FUNCTION_CALL: 1;
/** The operations by name, and their names. */
export const JSCallType: {
    readonly FunctionCall: 1;
    readonly ConstructorCall: 2;
    readonly GetValue: 3;
    readonly SetValue: 4;
    readonly 1: "FunctionCall";
    readonly 2: "ConstructorCall";
    readonly 3: "GetValue";
    readonly 4: "SetValue";
};
export type Member = (...args: any[]) => any;
