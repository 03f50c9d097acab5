
declare global {
  // Not declared by older TypeScript libraries.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }

  /** The assemblies whose calls through `DotNet` are type-checked. Generated files add theirs. */
  interface InteropAssemblies {}
}

/** Options of a call, passed as an additional last argument. */
export interface CallOptions {
  /** Cancels the call. The promise rejects with the signal's reason, and the Rust future is dropped. */
  signal?: AbortSignal | undefined;
  /** How long the call may take, in milliseconds. After this time the promise rejects with the code `deadline_exceeded`. */
  timeout?: number | undefined;
  /** The position in a distributed trace, as in the header `traceparent` of W3C Trace Context. */
  traceparent?: string | undefined;
}

/** The codes with which every call can fail. */
export type CommonCode =
  | 'cancelled'
  | 'deadline_exceeded'
  | 'disconnected'
  | 'internal'
  | 'invalid_arguments'
  | 'limit_exceeded'
  | 'not_found'
  | 'object_disposed';

/** The error of a failed call. */
export interface CallError<Code extends string = string, Data = unknown> extends Error {
  code: Code;
  data: Data;
  /** The assembly that was called. Not set for calls on objects. */
  assembly?: string;
  /** The id of the method that was called. */
  method?: string;
  /** The circuit and the id of the call, by which the log of the server names the cause. */
  circuit?: string;
  callId?: number;
}

/** The errors for a map from codes to their data. */
export type ErrorOf<Codes> = { [Code in keyof Codes & string]: CallError<Code, Codes[Code]> }[keyof Codes & string];

/** The outcome of a call. */
export type Outcome<Result, Codes = {}> =
  | { ok: true; value: Result }
  | { ok: false; error: ErrorOf<Codes> | CallError<CommonCode, unknown> };

/** A Rust method. `Codes` maps the codes with which it can fail to the data of each. */
export interface Method<Args extends unknown[], Result, Codes = {}> {
  (...args: [...args: Args, options?: CallOptions]): Promise<Result>;
  /** Resolves with the outcome instead of rejecting. Errors without a code still reject. */
  try(...args: [...args: Args, options?: CallOptions]): Promise<Outcome<Result, Codes>>;
}

/** The synchronous forms of methods, on connections to a WebAssembly module. */
export type Sync<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends Method<infer Args, infer Result, any>
    ? (...args: Args) => Result
    : never;
};

/** The codes of a method, and those of the stream that it returns. */
type Possible<Result, Codes> = Result extends DotNetItems<any, infer Own>
  ? {
      [Code in keyof Codes | keyof Own]:
        | (Code extends keyof Codes ? Codes[Code] : never)
        | (Code extends keyof Own ? Own[Code] : never);
    }
  : Codes;

/**
 * Whether a call of a method has failed with this code, which determines the type of the error's data. For a method that returns a
 * stream of values, this includes the codes with which the stream ends.
 */
export function isError<Args extends unknown[], Result, Codes, Code extends keyof Possible<Result, Codes> & string>(
  method: Method<Args, Result, Codes>,
  error: unknown,
  code: Code,
): error is CallError<Code, Possible<Result, Codes>[Code]>;
/** Whether a stream of values has ended with this code. */
export function isError<Codes, Code extends keyof Codes & string>(
  stream: DotNetItems<any, Codes>,
  error: unknown,
  code: Code,
): error is CallError<Code, Codes[Code]>;

/** A reference to a Rust object. */
export interface DotNetObject {
  invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
  /** Disposes the object. Later calls on it fail. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A type of objects, for `instanceof`. */
export interface ObjectType<T> {
  [Symbol.hasInstance](value: unknown): value is T;
}

declare const OF: unique symbol;

/** A reference to an object as a function of the page receives it: without the methods of its class, which `adopt` adds. */
export interface Received<T> extends DotNetObject {
  readonly [OF]: T;
}

/**
 * Adds the methods of its class to an object that a function, an event handler or an implemented interface has received, or that
 * a call without a generated function has returned: `adopt(Cart, cart)`.
 *
 * It returns the object itself, and throws a `TypeError` if the object is of another generated class.
 */
export function adopt<T extends DotNetObject>(
  type: ObjectType<T>,
  object: Received<T> | (DotNetObject & { readonly [OF]?: never }),
): T;

declare const IMPLEMENTED: unique symbol;

/** An object that was passed to `implement`, and can therefore be passed to Rust. */
export type Implemented<Interface> = Interface & { readonly [IMPLEMENTED]: true };

/**
 * Checks that an object implements an interface, and lets it be passed to Rust: `implement<Charts>({ draw: ... })`.
 *
 * Each time that it is passed, Rust gets a reference of its own, which it releases when it no longer needs the object.
 */
export function implement<Interface extends object = never>(object: NoInfer<Interface>): Implemented<Interface>;

/** A stream of bytes sent by Rust. */
export interface DotNetStream {
  stream(): Promise<ReadableStream<Uint8Array>>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

declare const CODES: unique symbol;

/**
 * A stream of values sent by Rust, for `for await`. It can be read once. Leaving the loop ends it. `Codes` maps the codes with which
 * it can end to the data of each.
 */
export interface DotNetItems<T, Codes = {}> extends AsyncIterable<T> {
  next(): Promise<IteratorResult<T, undefined>>;
  /** Ends the stream. */
  return(value?: any): Promise<IteratorReturnResult<any>>;
  [Symbol.asyncIterator](): DotNetItems<T, Codes>;
  readonly [CODES]?: Codes;
}

/** What can be passed to Rust as a stream of values. A stream that was received cannot: pass a generator that reads it. */
export type ItemSource<T> =
  | (AsyncIterable<T> & { readonly [CODES]?: never })
  | IterableIterator<T>
  | ReadableStream<T>
  | ReadonlySet<T>
  | readonly T[];

/** The target of calls: `DotNet` itself, or one of several connections. */
export interface Connection {
  invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
  withOptions(options: CallOptions): {
    invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
  };
}

/** A connection to a WebAssembly module. */
export interface WasmConnection extends Connection {
  invokeMethod<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): T | null;
}

/**
 * What to do about a host with another contract: write a warning to the console, load the page again, or what a function does. A
 * page that has been loaded again and still has the other contract writes a warning.
 */
export type OnMismatch = 'warn' | 'reload' | ((assembly: string) => void);

/** A connection that says with its event `connected` what the host announces. */
export interface Announcing {
  addEventListener(type: 'connected', listener: (event: CustomEvent<{ contract?: Record<string, string> | undefined }>) => void): void;
}
