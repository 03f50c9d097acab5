// The public package, unmodified. It wants a window.
Object.assign(globalThis, { window: globalThis });
export const { DotNet: Original } = await import('@microsoft/dotnet-js-interop');
