
const client = () => globalThis.DotNet;

// Older engines do not have this symbol, and do not support `using`.
Symbol.dispose ??= Symbol('Symbol.dispose');

/** The property of objects that have the methods of their type. Its value is the type. */
const TYPE = /* @__PURE__ */ Symbol('type');

/** The property of places that convert what is there. */
const CONVERT = /* @__PURE__ */ Symbol('conversion');

/**
 * A function of an assembly. It calls what `DotNet` is at that time, and contains how to call the method in another way.
 *
 * @param {string} assembly
 * @param {[string, number, any?, any?]} row The id, the maximum number of arguments, the places of objects in the result, and those
 *   of byte arrays in the data of each error.
 */
export function method(assembly, ...row) {
  return Object.assign(caller(row, (options, id, args) => via(client(), options).invokeMethodAsync(assembly, id, ...args)), { row });
}

const via = (target, options) => (options ? target.withOptions(options) : target);

/**
 * The functions of an assembly, for a connection or for the current value of `DotNet`.
 *
 * @param {string} name
 * @param {Record<string, any>} methods
 * @param {any} [connection]
 */
export function assembly(name, methods, connection) {
  const rows = Object.entries(methods).map(([member, { row }]) => [member, row]);
  const target = () => connection ?? client();
  return functions(
    Object.fromEntries(rows),
    (options, id, args) => via(target(), options).invokeMethodAsync(name, id, ...args),
    (id, args) => target().invokeMethod(name, id, ...args),
  );
}

/**
 * A type of objects. Objects that methods return get the type's methods, and are recognized by `instanceof`.
 *
 * @param {Record<string, [string, number, any?, any?]>} methods
 * @param {Record<string, any>} [statics] Functions that the type also has.
 */
export function objectType(methods, statics) {
  /** The new prototypes of objects by their previous prototypes. A page can contain several clients. */
  const prototypes = new WeakMap();
  const type = {
    ...statics,
    [Symbol.hasInstance]: (value) => value?.[TYPE] === type,
    [CONVERT](object) {
      if (!(object[TYPE] || typeof object.invokeMethodAsync !== 'function')) {
        const base = Object.getPrototypeOf(object);
        if (!prototypes.has(base)) {
          prototypes.set(base, prototype(base));
        }
        Object.setPrototypeOf(object, prototypes.get(base));
      }
      return object;
    },
  };
  const all = (object) =>
    functions(
      methods,
      (options, id, args) => via(object, options).invokeMethodAsync(id, ...args),
      (id, args) => object.invokeMethod(id, ...args),
    );
  const prototype = (base) => {
    const members = { [TYPE]: { value: type }, sync: { get() { return all(this).sync; } } };
    if (!(Symbol.dispose in base)) {
      members[Symbol.dispose] = { value() { this.dispose(); } };
    }
    for (const member of Object.keys(methods)) {
      members[member] = { get() { return all(this)[member]; } };
    }
    return Object.create(base, members);
  };
  return type;
}

/** Creates a function for each row of a table, and its synchronous form. */
function functions(methods, begin, run) {
  const made = {};
  const sync = {};
  for (const [member, row] of Object.entries(methods)) {
    const [id, count, places, errors] = row;
    made[member] = caller(row, begin);
    sync[member] = (...args) => {
      let result;
      try {
        result = run(id, trimmed(args, count));
      } catch (error) {
        throw failed(error, errors);
      }
      return convert(result, places);
    };
  }
  Object.defineProperty(made, 'sync', { value: sync });
  return made;
}

/** The function of a row. */
function caller([id, count, places, errors], begin) {
  const call = async (...args) => {
    let result;
    try {
      result = await begin(args[count], id, trimmed(args, count));
    } catch (error) {
      throw failed(error, errors);
    }
    return convert(result, places);
  };
  call.try = async (...args) => {
    try {
      return { ok: true, value: await call(...args) };
    } catch (error) {
      if (typeof error?.code !== 'string') {
        throw error;
      }
      return { ok: false, error };
    }
  };
  return call;
}

/** An error whose data has byte arrays at the places of its code. */
function failed(error, errors) {
  if (errors && Object.hasOwn(errors, error?.code)) {
    error.data = convert(error.data, errors[error.code]);
  }
  return error;
}

/** The arguments of a call, without omitted trailing arguments. */
function trimmed(args, count) {
  const given = args.slice(0, count);
  while (given.length && given[given.length - 1] === undefined) {
    given.pop();
  }
  return given;
}

/**
 * Adds the methods of their type to the objects of a result, or makes byte arrays of numbers.
 *
 * @param {any} value
 * @param {any} places A type, as a function without arguments, because types refer to each other; or nested places by name of
 *   the property, where `*` means all others; or an array of several.
 * @returns {any} The value itself, unless it is replaced.
 */
function convert(value, places) {
  if (!places || value === null || typeof value !== 'object') {
    return value;
  }
  if (typeof places === 'function') {
    const found = places();
    return found[CONVERT] ? found[CONVERT](value) : convert(value, found);
  }
  if (Array.isArray(places)) {
    return places.reduce(convert, value);
  }
  for (const [name, inner] of Object.entries(value)) {
    const converted = convert(inner, Object.hasOwn(places, name) ? places[name] : places['*']);
    if (converted !== inner) {
      // Not an assignment, because the name may be `__proto__`.
      Object.defineProperty(value, name, { value: converted });
    }
  }
  return value;
}

/**
 * The place of a stream of values.
 *
 * @param {any} places The places in each value.
 * @param {any} [errors] The places in the data of each error.
 */
export const items = (places, errors) => ({
  [CONVERT](stream) {
    // Two alternatives of one place can find the same stream.
    if (typeof stream.next === 'function' && !Object.hasOwn(stream, 'next')) {
      const { next } = stream;
      const value = async () => {
        try {
          const { value, done } = await next.call(stream);
          return { value: convert(value, places), done };
        } catch (error) {
          throw failed(error, errors);
        }
      };
      Object.defineProperty(stream, 'next', { value });
    }
    return stream;
  },
});

/** Adds the methods of its type to an object that a function of the page has received. */
export function adopt(type, object) {
  if (typeof object?.invokeMethodAsync !== 'function' || (object[TYPE] ?? type) !== type) {
    throw new TypeError('This is no reference to an object, or one to an object of another type.');
  }
  return type[CONVERT](object);
}

/** The place of a byte array in the data of an error, which are plain JSON. */
export const bytes = { [CONVERT]: (value) => (Array.isArray(value) ? Uint8Array.from(value) : value) };

/** The property by which the client recognizes references, and its value for those to objects of the page. */
const OWNER = /* @__PURE__ */ Symbol.for('interop.owner');
const PAGE = /* @__PURE__ */ Symbol.for('interop.page');

/**
 * An object whose methods Rust can call. Each time that it is passed to Rust, Rust gets a reference of its own, and releases it.
 *
 * @param {any} object The object itself is returned, unless nothing can be added to it, as to a module.
 */
export function implement(object) {
  // The reference also ends with the circuit that it is sent to.
  const serializeAsArg = (circuit) => client().createJSObjectReference(object, circuit);
  return Object.defineProperties(Object.isExtensible(object) ? object : Object.create(object), {
    [OWNER]: { value: PAGE, configurable: true },
    serializeAsArg: { value: serializeAsArg, configurable: true },
  });
}

/** Whether a call of a method has failed with this code. */
export function isError(_method, error, code) {
  return error?.code === code;
}

/** How the contract of a connection's assembly compares with that of the client. */
export function compare(name, hash, { contract } = {}) {
  const other = contract && Object.hasOwn(contract, name) ? contract[name] : undefined;
  return other === undefined ? 'unknown' : other === hash ? 'same' : 'different';
}

/** Acts when a connection is made to a host with another contract. */
export function checked(name, hash, connection, onMismatch = 'warn') {
  connection.addEventListener('connected', ({ detail }) => {
    if (compare(name, hash, detail) !== 'different') {
      return;
    }
    if (typeof onMismatch === 'function') {
      onMismatch(name);
    } else if (onMismatch !== 'reload' || !reload(`interop.contract ${name}`, `${hash} ${detail.contract[name]}`)) {
      console.warn(`The client of the assembly '${name}' was generated for another version of it.`);
    }
  });
}

/** Loads the page again, unless it was loaded for the same reason: a cached client would make it load without an end. */
function reload(key, reason) {
  try {
    if (sessionStorage.getItem(key) === reason) {
      return false;
    }
    sessionStorage.setItem(key, reason);
  } catch {
    // Without storage, nothing is known about the load before.
    return false;
  }
  location.reload();
  return true;
}
