/**
 * From an identifier such as `shop.cart.add` to what it stands for.
 */

/** What is done with the member that an identifier names. */
export const JSCallType = /** @type {const} */ ({
  FunctionCall: 1,
  ConstructorCall: 2,
  GetValue: 3,
  SetValue: 4,
  1: 'FunctionCall',
  2: 'ConstructorCall',
  3: 'GetValue',
  4: 'SetValue',
});

/** @typedef {(...args: any[]) => any} Member */

/**
 * The object whose member the identifier names, and the member's name.
 *
 * @param {any} object
 * @param {string} identifier
 * @returns {[any, string]}
 */
export function findObjectMember(object, identifier) {
  const names = identifier.split('.');
  const last = /** @type {string} */ (names.pop());
  let parent = object;
  for (const name of names) {
    if (!parent || typeof parent !== 'object' || !(name in parent)) {
      throw new Error(`Could not find '${identifier}' ('${name}' was undefined).`);
    }
    parent = parent[name];
  }
  return [parent, last];
}

/**
 * The function that does what is asked for.
 *
 * @param {any} object
 * @param {string} identifier
 * @param {number} callType
 * @returns {Member}
 */
export function resolveMember(object, identifier, callType) {
  const [parent, name] = findObjectMember(object, identifier);
  switch (callType) {
    case JSCallType.FunctionCall:
      return expectFunction(parent[name], identifier).bind(parent);
    case JSCallType.ConstructorCall: {
      const constructor = expectFunction(parent[name], identifier);
      return (...args) => Reflect.construct(constructor, args);
    }
    case JSCallType.GetValue:
      if (!isReadable(parent, name)) {
        throw new Error(`The property '${identifier}' is not defined or is not readable.`);
      }
      return () => parent[name];
    case JSCallType.SetValue:
      if (!isWritable(parent, name)) {
        throw new Error(`The property '${identifier}' is not writable.`);
      }
      return (value) => (parent[name] = value);
    default:
      throw new Error(`Invalid JS call type '${callType}'.`);
  }
}

/**
 * @param {unknown} value
 * @param {string} identifier
 * @returns {Function}
 */
function expectFunction(value, identifier) {
  if (typeof value !== 'function') {
    throw new Error(`The value '${identifier}' is not a function.`);
  }
  return value;
}

/**
 * @param {any} object
 * @param {string} name
 */
function isReadable(object, name) {
  if (!(name in object)) {
    return false;
  }
  const property = findProperty(object, name);
  return !property || 'value' in property || !!property.get;
}

/**
 * @param {any} object
 * @param {string} name
 */
function isWritable(object, name) {
  if (!(name in object)) {
    return Object.isExtensible(object);
  }
  const property = findProperty(object, name);
  return !property || !!property.writable || !!property.set;
}

/**
 * @param {any} object
 * @param {string} name
 * @returns {PropertyDescriptor | undefined}
 */
function findProperty(object, name) {
  for (let owner = object; owner; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property) {
      return property;
    }
  }
  return undefined;
}
