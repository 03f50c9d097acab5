// What checks the calls of known assemblies. Declarations that `cargo interop ts` generates add theirs to the global interface.
declare global {
  /** The assemblies whose calls are checked, by name: each maps ids to functions. */
  interface InteropAssemblies {}

  /** The events whose handlers are checked, by name: each is a function with the parameters of its handlers. */
  interface InteropEvents {}
}

/** The name of a known assembly. */
export type KnownAssembly = keyof InteropAssemblies & string;

/** The id of a method of an assembly. */
export type KnownMethod<Assembly extends KnownAssembly> = keyof InteropAssemblies[Assembly] & string;

/** The arguments of a method. */
export type Arguments<Assembly extends KnownAssembly, Method extends KnownMethod<Assembly>> =
  InteropAssemblies[Assembly][Method] extends (...args: infer Args) => any ? Args : any[];

/** The result of a method. */
export type Result<Assembly extends KnownAssembly, Method extends KnownMethod<Assembly>> =
  InteropAssemblies[Assembly][Method] extends (...args: any[]) => infer Value ? Value : any;

/** Any name but that of a known assembly. */
export type OtherAssembly<Assembly> = [Assembly] extends [KnownAssembly] ? ([Assembly] extends [never] ? string : never) : Assembly;

/** Calls that are answered later. */
export interface AsyncCalls {
  invokeMethodAsync<T = any, Assembly extends string = string>(
    assemblyName: OtherAssembly<Assembly>,
    methodIdentifier: string,
    ...args: any[]
  ): Promise<T>;
  invokeMethodAsync<Assembly extends KnownAssembly, Method extends KnownMethod<Assembly>>(
    assemblyName: Assembly,
    methodIdentifier: Method,
    ...args: Arguments<Assembly, Method>
  ): Promise<Result<Assembly, Method>>;
}

/** Calls that are answered at once. */
export interface SyncCalls {
  invokeMethod<T = any, Assembly extends string = string>(
    assemblyName: OtherAssembly<Assembly>,
    methodIdentifier: string,
    ...args: any[]
  ): T | null;
  invokeMethod<Assembly extends KnownAssembly, Method extends KnownMethod<Assembly>>(
    assemblyName: Assembly,
    methodIdentifier: Method,
    ...args: Arguments<Assembly, Method>
  ): Result<Assembly, Method> | null;
}

/** The handler of an event. Its parameters are those of a known event; other events have any. */
export type HandlerOf<Event extends string> = Event extends keyof InteropEvents
  ? InteropEvents[Event] extends (...args: infer Args) => any
    ? (...args: Args) => unknown
    : never
  : (...args: any[]) => unknown;

/** Registers a handler and returns a function that removes it. */
export type OnEvent = <Event extends (keyof InteropEvents & string) | (string & {})>(
  event: Event,
  handler: HandlerOf<Event>,
) => () => void;
