/** Options of the plugin. Paths are relative to the root folder of the page. */
export interface InteropOptions {
  /** The folder of the generated client. Commit its files: a production build only reads them. */
  out: string;
  /** The manifest of the Rust package. By default, cargo searches the root folder of the page and those above it. */
  manifestPath?: string;
  /** The Rust package, if the workspace has several. */
  package?: string;
  /** The binary of the package, instead of its library. */
  bin?: string;
  /** The package that exports `DotNet`. Defaults to `interop-js`. */
  import?: string;
  /** Adds synchronous functions, for a page that loads the package as a WebAssembly module. */
  wasm?: boolean;
  /** More arguments for `cargo interop ts`, such as `--strict`. */
  args?: string[];
  /** The program and its first arguments. Defaults to `['cargo', 'interop']`. */
  command?: string[];
}

/** The parts of Vite's `Plugin` that this plugin has. */
export interface InteropPlugin {
  name: string;
  apply: 'serve';
  configureServer(server: any): void;
  buildEnd(): void;
}

/**
 * Keeps a generated client up to date while Vite's development server runs, and shows the errors of the generator and of
 * the Rust compiler in the page. It needs `cargo interop`: `cargo install cargo-interop`.
 */
export function interop(options: InteropOptions): InteropPlugin;
