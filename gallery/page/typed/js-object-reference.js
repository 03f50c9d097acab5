import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  await blazorSample.receiveWindowObject(DotNet.createJSObjectReference(window));
  return 'Rust has read properties of window.';
}
