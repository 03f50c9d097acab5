// A script of a page that has loaded `/_interop/interop.js`. It is compiled, not run.
async function add(): Promise<number> {
  window.DotNet.createJSObjectReference(window);
  return await DotNet.invokeMethodAsync<number>('Shop', 'Add', 2, 40);
}

// @ts-expect-error: an assembly is a string.
void DotNet.invokeMethodAsync(5, 'Add');
