var jsObjectReference = DotNet.createJSObjectReference(window);

DotNet.invokeMethodAsync('BlazorSample', 'ReceiveWindowObject', jsObjectReference);

DotNet.disposeJSObjectReference(jsObjectReference);
