DotNet.invokeMethodAsync('BlazorSample', 'ReceiveWindowObject', 
  DotNet.createJSObjectReference(window));
