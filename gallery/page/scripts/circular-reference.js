window.returnCircularObject = () => {
  const parent = { name: 'parent' };
  parent.child = { name: 'child', parent };
  return parent;
};

window.sendCircularObject = async () => {
  try {
    await DotNet.invokeMethodAsync('BlazorSample', 'ReceiveObject', returnCircularObject());
  } catch (error) {
    console.log(`JavaScript to Rust: ${error.message}`);
  }
};

window.askForCircularObject = async () => {
  const message = await DotNet.invokeMethodAsync('BlazorSample', 'AskForCircularObject');
  console.log(`JavaScript's result to Rust: ${message}`);
};

window.receiveCircularValue = async () => {
  try {
    await DotNet.invokeMethodAsync('BlazorSample', 'ReturnCircularValue');
  } catch (error) {
    console.log(`Rust to JavaScript: ${error.message}`);
  }
};
