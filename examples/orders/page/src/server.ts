/**
 * The connection to the server, and the calls over it.
 */
import { connect, userMessage } from 'interop-js';

import { loadDomain } from './domain.js';
import { bind, checkContract } from './interop/orders.js';
import { reset, state, update } from './state.js';

/** The connection of the page: the server finds its user by the session cookie. */
export const connection = connect(`${location.origin}/_interop`);

// A page that was loaded before the server was replaced by another version is loaded again.
checkContract(connection, 'reload');

/** The methods of the server. */
export const server = bind(connection);

/** Follows the life of the connection. `onConnected` runs after each time that it has been made. */
export function follow(onConnected: () => Promise<void>) {
  connection.addEventListener('connected', () => attempt(async () => {
    const { user, hasModule } = await server.session();
    update({ connection: 'connected', user, pricedBy: await loadDomain(hasModule) });
    await onConnected();
  }));
  connection.addEventListener('disconnected', () => update({ connection: 'lost' }));
  connection.addEventListener('refused', ({ detail }) => {
    // There is no session, or it has ended.
    reset();
    if (detail.code !== UNAUTHORIZED) {
      update({ notice: { text: detail.reason, isError: true } });
    }
  });
}

/** The code with which the server refuses a page without a session. */
const UNAUTHORIZED = 4401;

/** Logs in, and returns whether the password was right. */
export async function logIn(name: string, password: string): Promise<boolean> {
  const response = await fetch('/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  if (response.status === 401) {
    return false;
  }
  if (!response.ok) {
    throw new Error(`The server answers ${response.status}.`);
  }
  update({ connection: 'connecting' });
  connection.connect();
  return true;
}

/** Logs out and forgets the user. */
export async function logOut() {
  const response = await fetch('/logout', { method: 'POST' });
  if (!response.ok) {
    throw new Error(`The server answers ${response.status}.`);
  }
  connection.close();
  reset();
}

/** What users read in place of the server's own texts. */
const TEXTS = {
  forbidden: 'Only staff can do this.',
  internal: 'Something is wrong with the shop. We have been told.',
};

/** Runs an action of the user and shows why it fails. */
export async function attempt(action: () => Promise<void>) {
  try {
    await action();
  } catch (error) {
    const text = userMessage(error, TEXTS);
    update(text ? { notice: { text, isError: true } } : {});
  }
}
