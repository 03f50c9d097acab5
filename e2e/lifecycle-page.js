/**
 * Pages and servers for the tests of the life of a connection, and how soon a page sees what happens to it.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';

import { launchBrowser } from './browser.js';
import { openPage, startServer } from './lifecycle-server.js';

/** The time in which a page sees a change, in milliseconds. */
export const VISIBLE = 1000;
/** The time after which the server and its clients consider a silent other side lost, in milliseconds. */
export const TIMEOUT = 1000;

export let browser;
export let server;
before(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startServer()]);
});
after(async () => {
  await browser?.close();
  await server?.kill();
});

/** What a test has opened. */
export const opened = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) {
    await close();
  }
});

export async function newPage({ url = server.url } = {}) {
  const page = await openPage(browser, url);
  opened.push(() => page.context.close());
  return page;
}

export async function connectedPage(options) {
  const page = await newPage(options);
  await page.open();
  assert.equal((await page.event(0)).type, 'connected');
  return page;
}

/** A server that the test ends. */
export async function ownServer(port, origins) {
  const own = await startServer(port, origins);
  opened.push(() => own.kill());
  return own;
}

export async function pretended(starting) {
  const other = await starting;
  opened.push(() => other.stop());
  return other.url;
}

export function assertVisible({ at }, cause) {
  const late = at - cause;
  assert.ok(late <= VISIBLE, `${late} ms after its cause`);
}

export const only = ({ type, code, state }) => [type, code, state];
