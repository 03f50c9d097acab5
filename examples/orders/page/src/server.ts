/**
 * The connection to the server, and the calls over it.
 */
import { connect } from 'interop-js';

import { loadDomain } from './domain.js';
import { describe } from './errors.js';
import { bind, checkContract, type Order } from './interop/orders.js';
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
  connection.addEventListener('closed', ({ detail }) => {
    // Somebody has logged out: only this session has ended if the server refuses it now.
    if (detail.code === CLOSED_BY_APPLICATION && state.user) {
      connection.connect();
    }
  });
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
/** The code with which the server closes the pages of a user who has logged out in one of them. */
const CLOSED_BY_APPLICATION = 4003;

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

/** Runs an action of the user and shows why it fails. */
export async function attempt(action: () => Promise<void>) {
  try {
    await action();
  } catch (error) {
    const text = describe(error);
    update(text ? { notice: { text, isError: true } } : {});
  }
}

/** Handles the events of the server. */
export function listen(changed: (order: Order) => void) {
  connection.onEvent('orders.changed', changed);
  connection.onEvent('uploads.progress', (number, received) => {
    const upload = state.uploads.find(({ id }) => id === number);
    if (upload) {
      upload.received = received;
      update();
    }
  });
  connection.onEvent('forecast.progress', (percent) => {
    state.report.percent = percent;
    update();
  });
}
