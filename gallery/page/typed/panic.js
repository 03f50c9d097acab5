import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const outcome = await blazorSample.readItem.try(3);
  await gallery.connected();
  const item = await blazorSample.readItem(2);
  return `${outcome.ok ? outcome.value : outcome.error.code}, then ${item}`;
}
