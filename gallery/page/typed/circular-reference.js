import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const parent = { name: 'parent', child: {} };
  parent.child = { parent };
  const messages = [await blazorSample.askForCircularObject()];
  for (const call of [() => blazorSample.receiveObject(parent), () => blazorSample.returnCircularValue()]) {
    messages.push(await call().then(String, (error) => error.message));
  }
  return messages.join('\n');
}
