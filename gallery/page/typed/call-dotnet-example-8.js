import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const bytes = await blazorSample.returnByteArray(); // Uint8Array
  return blazorSample.receiveByteArray(bytes);
}
