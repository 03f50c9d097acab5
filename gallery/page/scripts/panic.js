window.readItems = async () => {
  await readItem(3);
  await readItem(2);
  // In the page, the panic was the end of the WebAssembly instance: the page starts a fresh one.
  await gallery.connected();
  await readItem(2);
};

async function readItem(index) {
  try {
    const item = await DotNet.invokeMethodAsync('BlazorSample', 'ReadItem', index);
    console.log(`Item ${index} is ${item}.`);
  } catch (error) {
    console.log(`Item ${index}: ${error.message}`);
  }
}
