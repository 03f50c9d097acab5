import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const outcome = await blazorSample.receiveText.try('x'.repeat(32_765));
  const code = outcome.ok ? 'answered' : outcome.error.code;
  return `${code}. A shorter text: ${await blazorSample.receiveText('x'.repeat(100))}`;
}
