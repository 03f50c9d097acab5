async function streamToJavaScript(streamRef) {
  const data = new Uint8Array(await streamRef.arrayBuffer());
  return `${data.byteLength} bytes in one piece, all of them 42: ${data.every(byte => byte === 42)}`;
}

async function streamToJavaScriptInChunks(streamRef) {
  const stream = await streamRef.stream();
  const reader = stream.getReader();
  let chunks = 0;
  let bytes = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    chunks += 1;
    bytes += chunk.value.byteLength;
  }
  return `${bytes} bytes in ${chunks} chunks`;
}
