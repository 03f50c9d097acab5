// For pages that load the script `/_interop/interop.js`: it sets `DotNet` for all other scripts of the page.
//
// Name it in `compilerOptions.types` as "interop-js/global", or write `/// <reference types="interop-js/global" />`.
import type { DotNet as InteropDotNet } from './types/dotnet.js';

declare global {
  const DotNet: typeof InteropDotNet;

  interface Window {
    DotNet: typeof InteropDotNet;
  }
}
