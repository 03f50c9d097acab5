import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const pending = blazorSample.waitForEver.try();
  gallery.dropConnection();
  const outcome = await pending;
  await gallery.connected();
  return outcome.ok ? 'answered' : outcome.error.code;
}
