
declare global {
  // Where the libraries of TypeScript do not have it yet.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }

  /** The assemblies whose calls through `DotNet` are checked: generated files add theirs. */
  interface InteropAssemblies {}
}

/** What the last argument of every call can say. */
export interface CallOptions {
  /** Cancels the call: the promise rejects with the reason of the signal, and Rust stops working on it. */
  signal?: AbortSignal;
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

/** What a failed call rejects with. */
export interface CallError<Code extends string = string, Data = unknown> extends Error {
  code: Code;
  data: Data;
  /** The assembly that was called; none for calls on objects. */
  assembly?: string;
  /** The id of the method that was called. */
  method?: string;
}

/** The errors of a map of codes to their data. */
type Declared<Codes> = { [Code in keyof Codes & string]: CallError<Code, Codes[Code]> }[keyof Codes & string];

/** What a call has come to. */
export type Outcome<Result, Codes = {}> =
  | { ok: true; value: Result }
  | { ok: false; error: Declared<Codes> | CallError<CommonCode, unknown> };

/** A method of Rust. `Codes` maps the codes with which it fails to the data of each. */
export interface Method<Args extends unknown[], Result, Codes = {}> {
  (...args: [...args: Args, options?: CallOptions]): Promise<Result>;
  /** Resolves with the outcome, where the call itself would reject. Errors without a code still reject. */
  try(...args: [...args: Args, options?: CallOptions]): Promise<Outcome<Result, Codes>>;
}

/** The synchronous forms of methods, on connections to a WebAssembly module. */
export type Sync<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends Method<infer Args, infer Result, any>
    ? (...args: Args) => Result
    : never;
};

/** Whether a call of a method has failed with this code, which tells what data the error has. */
export function isError<Args extends unknown[], Result, Codes, Code extends keyof Codes & string>(
  method: Method<Args, Result, Codes>,
  error: unknown,
  code: Code,
): error is CallError<Code, Codes[Code]>;

/** An object of Rust that JavaScript holds. */
export interface DotNetObject {
  invokeMethodAsync<T = any>(methodIdentifier: string, ...args: any[]): Promise<T>;
  /** Gives the object back. Calls on it fail from then on. */
  dispose(): void;
  [Symbol.dispose](): void;
}

/** A type of objects, for `instanceof`. */
export interface ObjectType<T> {
  [Symbol.hasInstance](value: unknown): value is T;
}

/** Bytes that Rust offers. */
export interface DotNetStream {
  stream(): Promise<ReadableStream<Uint8Array>>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What calls go over: `DotNet` itself, or one of several connections. */
export interface Connection {
  invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
  withSignal(signal: AbortSignal): {
    invokeMethodAsync<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): Promise<T>;
  };
}

/** A connection to a WebAssembly module. */
export interface WasmConnection extends Connection {
  invokeMethod<T = any>(assemblyName: string, methodIdentifier: string, ...args: any[]): T | null;
}
