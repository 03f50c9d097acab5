window.sendText = async (length) => {
  try {
    const answer = await DotNet.invokeMethodAsync('BlazorSample', 'ReceiveText', 'x'.repeat(length));
    console.log(answer);
  } catch (error) {
    console.log(`${length} characters: ${error.message}`);
  }
};
