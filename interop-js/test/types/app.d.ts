// What wasm-bindgen makes of a module, as far as it matters here.
declare function interop__connect(client: any): number;
declare function interop__invoke(
  circuit: number, assembly: number, method: number, args: number, object_id: number): number;

export let interop: {
    connect: typeof interop__connect,
    invoke: typeof interop__invoke,
};

export default function __wbg_init(module?: unknown): Promise<unknown>;
