/** `using`, as a compiler for older engines writes it. */
import { bind } from '../interop/shop.js';
import type { Connection } from '../interop/runtime.js';

export async function keepsUsing(connection: Connection) {
  const shop = bind(connection);
  let outside;
  {
    using cart = await shop.open('Ada');
    outside = cart;
    await cart.lines();
  }
  const { error } = (await outside.lines.try()) as any;
  if (error?.code !== 'object_disposed') {
    throw new Error(`the object was not disposed at the end of its block: ${error}`);
  }
}
