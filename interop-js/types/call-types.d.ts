/**
 * The operations on the member that an identifier refers to.
 */
export const FUNCTION_CALL: 1;
export const CONSTRUCTOR_CALL: 2;
export const GET_VALUE: 3;
export const SET_VALUE: 4;
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
