function streamToDotNet() {
  return new Uint8Array(10000000);
}
