window.callAndDispose = (dotNetHelper) => {
  dotNetHelper.invokeMethodAsync('GetHelloMessage');
  dotNetHelper.dispose();
}
