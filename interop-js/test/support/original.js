// The unmodified npm package `@microsoft/dotnet-js-interop`, which requires a `window`.
Object.assign(globalThis, { window: globalThis });
export const { DotNet: Original } = await import('@microsoft/dotnet-js-interop');
