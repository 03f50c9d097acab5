window.dropConnection = async () => {
  const pending = DotNet.invokeMethodAsync('BlazorSample', 'WaitForEver');
  gallery.dropConnection();
  try {
    await pending;
  } catch (error) {
    console.log(`The pending call was rejected: ${error.message}`);
  }
  const data = await DotNet.invokeMethodAsync('BlazorSample', 'ReturnArrayAsync');
  console.log(`Connected again: ${data}`);
};
