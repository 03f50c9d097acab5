/** @typedef {(...args: any[]) => any} Member */
/**
 * The object whose member the identifier names, and the member's name.
 *
 * @param {any} object
 * @param {string} identifier
 * @returns {[any, string]}
 */
export function findObjectMember(object: any, identifier: string): [any, string];
/**
 * The function that does what is asked for.
 *
 * @param {any} object
 * @param {string} identifier
 * @param {number} callType
 * @returns {Member}
 */
export function resolveMember(object: any, identifier: string, callType: number): Member;
/**
 * From an identifier such as `shop.cart.add` to what it stands for.
 *
 * An identifier is resolved each time that it is used, as a script of the page would: what it stood for in an earlier call
 * says nothing about now.
 */
/** What is done with the member that an identifier names. */
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
