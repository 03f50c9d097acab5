import { blazorSample } from '../interop/blazor-sample.js';

export async function run() {
  const [first, second, third] = await blazorSample.returnArrayAsync();
  const same = await blazorSample.differentMethodName();
  return `${first} + ${second} + ${third} = ${first + second + third}, and again ${same.join(', ')}`;
}
