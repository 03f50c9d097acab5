window.keepHelper = (dotNetHelper) => {
  window.keptHelper = dotNetHelper;
};

window.callKeptHelper = async () => {
  try {
    return await window.keptHelper.invokeMethodAsync('GetHelloMessage');
  } catch (error) {
    return `JavaScript: ${error.message}`;
  }
};

window.createCounter = () => {
  let count = 0;
  return { next: () => ++count };
};
