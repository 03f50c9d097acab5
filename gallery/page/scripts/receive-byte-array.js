window.receiveByteArray = async () => {
  const data = await DotNet.invokeMethodAsync('BlazorSample', 'ReturnByteArray');
  console.log(`${data.constructor.name}: ${new TextDecoder().decode(data)}`);
};
