/**
 * Members that are constructed, read or written.
 */
import { CONSTRUCTOR_CALL, GET_VALUE, SET_VALUE } from './call-types.js';
import { expectFunction, hasMember } from './member-checks.js';

/**
 * Returns a function that performs the operation on a member.
 *
 * @param {any} parent
 * @param {string} name
 * @param {string} identifier
 * @param {number} callType
 * @returns {import('./members.js').Member}
 */
export function accessMember(parent, name, identifier, callType) {
  switch (callType) {
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
