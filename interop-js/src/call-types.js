/**
 * The operations on the member that an identifier refers to.
 */

export const FUNCTION_CALL = 1;
export const CONSTRUCTOR_CALL = 2;
export const GET_VALUE = 3;
export const SET_VALUE = 4;

/** The operations by name, and their names. */
export const JSCallType = /** @type {const} */ ({
  FunctionCall: FUNCTION_CALL,
  ConstructorCall: CONSTRUCTOR_CALL,
  GetValue: GET_VALUE,
  SetValue: SET_VALUE,
  1: 'FunctionCall',
  2: 'ConstructorCall',
  3: 'GetValue',
  4: 'SetValue',
});
