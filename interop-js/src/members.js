/**
 * Resolves identifiers such as `shop.cart.add`.
 *
 * An identifier is resolved each time it is used, as in a script of the page, because the page may have changed since
 * the previous call.
 */

// The operations on the member that an identifier refers to.
export const FUNCTION_CALL = 1;
const CONSTRUCTOR_CALL = 2;
const GET_VALUE = 3;
const SET_VALUE = 4;

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
  switch (callType) {
    case FUNCTION_CALL: {
      const member = expectFunction(parent[name], identifier);
      // Callable objects need not have `bind` or `apply` of their own.
      return (...args) => Reflect.apply(member, parent, args);
    }
    case CONSTRUCTOR_CALL: {
      const constructor = expectFunction(parent[name], identifier);
      return (...args) => {
        if (!isConstructor(constructor)) {
          throw new Error(`The value '${identifier}' is not a constructor.`);
        }
        return Reflect.construct(constructor, args);
      };
    }
    case GET_VALUE:
      if (!isReadable(parent, name)) {
        throw new Error(`The property '${identifier}' is not defined or is not readable${kindOfPrimitive(parent)}.`);
      }
      return () => parent[name];
    case SET_VALUE:
      if (!isWritable(parent, name)) {
        throw notWritable(identifier, parent);
      }
      return (value) => {
        // `Reflect.set` returns false where an assignment would throw an error that does not name the identifier.
        if (!Reflect.set(parent, name, value)) {
          throw notWritable(identifier, parent);
        }
        return value;
      };
    default:
      throw new Error(`Invalid JS call type '${callType}'.`);
  }
}

/**
 * @param {string} identifier
 * @param {any} parent
 */
function notWritable(identifier, parent) {
  return new Error(`The property '${identifier}' is not writable${kindOfPrimitive(parent)}.`);
}

/**
 * The reason why a parent has no members to read or write, for the error message.
 *
 * @param {any} parent
 */
function kindOfPrimitive(parent) {
  return isObject(parent) ? '' : `: its parent is a ${typeof parent} and not an object`;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

/**
 * Whether the member exists. Primitive values have the members of their prototypes, as in a script.
 *
 * @param {any} parent
 * @param {string} name
 */
function hasMember(parent, name) {
  return parent !== undefined && parent !== null && name in Object(parent);
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
 * Whether a function can be called with `new`. This neither calls the function nor reads its properties.
 *
 * @param {Function} value
 */
function isConstructor(value) {
  try {
    return !!new (new Proxy(/** @type {any} */ (value), { construct: () => ({}) }))();
  } catch {
    return false;
  }
}

/**
 * @param {any} object
 * @param {string} name
 */
function isReadable(object, name) {
  if (!hasMember(object, name)) {
    // A proxy may return values for members that it does not list.
    return object[name] !== undefined;
  }
  const property = findProperty(object, name)?.[0];
  return !property || 'value' in property || !!property.get;
}

/**
 * @param {any} object
 * @param {string} name
 */
function isWritable(object, name) {
  if (!isObject(object)) {
    return false;
  }
  const [property, owner] = findProperty(object, name) ?? [];
  if (property && (property.set || !property.writable)) {
    return !!property.set;
  }
  return owner === object || Object.isExtensible(object);
}

/**
 * @param {any} object
 * @param {string} name
 * @returns {[PropertyDescriptor, any] | undefined} The property, and the object in the chain of prototypes that has it.
 */
function findProperty(object, name) {
  for (let owner = Object(object); owner; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property) {
      return [property, owner];
    }
  }
  return undefined;
}
