
const client = () => globalThis.DotNet;

// Where it is missing, `using` has nothing to look for.
Symbol.dispose ??= Symbol('Symbol.dispose');

/** Marks objects that have the methods of their type, and says which type that is. */
const TYPE = Symbol('type');

/**
 * The functions of an assembly, over a connection or what `DotNet` is when they are called.
 *
 * @param {string} name
 * @param {Record<string, [string, number, any?]>} methods
 * @param {any} [connection]
 */
export function assembly(name, methods, connection) {
  const via = (signal) => {
    const target = connection ?? client();
    return signal ? target.withSignal(signal) : target;
  };
  return functions(
    methods,
    (signal, id, args) => via(signal).invokeMethodAsync(name, id, ...args),
    (id, args) => via().invokeMethod(name, id, ...args),
  );
}

/**
 * A type of objects: what a method returns gets its methods, and `instanceof` knows it.
 *
 * @param {Record<string, [string, number, any?]>} methods
 * @param {() => any} [bound] Functions that the type has too.
 * @param {string[]} [statics] Which of them.
 */
export function objectType(methods, bound, statics = []) {
  /** What an object inherits from, by what it has inherited from before: there can be several clients in a page. */
  const prototypes = new WeakMap();
  const type = {
    [Symbol.hasInstance]: (value) => value?.[TYPE] === type,
    [ADOPT](object) {
      if (!(object[TYPE] || typeof object.invokeMethodAsync !== 'function')) {
        const base = Object.getPrototypeOf(object);
        if (!prototypes.has(base)) {
          prototypes.set(base, prototype(base));
        }
        Object.setPrototypeOf(object, prototypes.get(base));
      }
    },
  };
  const all = (object) =>
    functions(
      methods,
      (signal, id, args) => (signal ? object.withSignal(signal) : object).invokeMethodAsync(id, ...args),
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
  for (const member of statics) {
    Object.defineProperty(type, member, { get: () => bound()[member], enumerable: true });
  }
  return type;
}

const ADOPT = Symbol('adopt');

/** One function for each row of a table, and its synchronous form. */
function functions(methods, begin, run) {
  const made = {};
  const sync = {};
  for (const [member, [id, count, places]] of Object.entries(methods)) {
    const call = async (...args) => {
      const { signal } = args[count] ?? {};
      return adopt(await begin(signal, id, trimmed(args, count)), places);
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
    made[member] = call;
    sync[member] = (...args) => adopt(run(id, trimmed(args, count)), places);
  }
  Object.defineProperty(made, 'sync', { value: sync });
  return made;
}

/** The arguments of a call, without those at the end that are left out. */
function trimmed(args, count) {
  const given = args.slice(0, count);
  while (given.length && given[given.length - 1] === undefined) {
    given.pop();
  }
  return given;
}

/**
 * Gives the objects of a result the methods of their type.
 *
 * @param {any} value
 * @param {any} places A type, as a function of no arguments, because types refer to each other; or where in the value places
 *   are, by name of the property, `*` for all others; or an array of several.
 */
function adopt(value, places) {
  if (!places || value === null || typeof value !== 'object') {
    return value;
  }
  if (typeof places === 'function') {
    const found = places();
    found[ADOPT] ? found[ADOPT](value) : adopt(value, found);
  } else if (Array.isArray(places)) {
    places.forEach((each) => adopt(value, each));
  } else {
    for (const [name, inner] of Object.entries(value)) {
      adopt(inner, Object.hasOwn(places, name) ? places[name] : places['*']);
    }
  }
  return value;
}

/** Whether a call of a method has failed with this code. */
export function isError(_method, error, code) {
  return error?.code === code;
}
