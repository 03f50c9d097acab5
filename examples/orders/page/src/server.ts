/**
 * The connection to the server, and the calls over it.
 */
import { connect } from 'interop-js';

import { loadDomain } from './domain.js';
import { describe } from './errors.js';
import { bind, type Order } from './interop/orders.js';
import { reset, state, update } from './state.js';

/** The connection of the page: the server finds its user by the session cookie. */
export const connection = connect(`${location.origin}/_interop`);

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
  await fetch('/logout', { method: 'POST' });
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

/** Handles the messages of the server. */
export function listen(changed: (order: Order) => void) {
  Object.assign(globalThis, {
    shop: {
      orderChanged: changed,
      uploadProgress(id: number, received: number) {
        const upload = state.uploads.find(upload => upload.id === id);
        if (upload) {
          upload.received = received;
          update();
        }
      },
      forecastProgress(percent: number) {
        state.report.percent = percent;
        update();
      },
    },
  });
}
