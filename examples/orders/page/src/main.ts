/**
 * The page: renders the view of the address, for the user of the session.
 */
import { html, nothing, render } from 'lit-html';

import { followOrders, orderChanged, refresh, showOrder } from './actions.js';
import { attempt, connection, follow, logOut } from './server.js';
import { onChange, state, update } from './state.js';
import './style.css';
import { forecastView } from './views/forecast.js';
import { loginView } from './views/login.js';
import { ordersView } from './views/orders.js';
import { shopView } from './views/shop.js';

const body = document.body;

function view() {
  const [, place, id] = location.hash.split('/');
  if (!state.user) {
    return state.connection === 'refused' ? loginView() : html`<p class="waiting">Connecting …</p>`;
  }
  const isStaff = state.user.role === 'staff';
  const content =
    place === 'forecast' && isStaff ? forecastView()
    : place === 'orders' || isStaff ? ordersView(id)
    : shopView();
  const link = (to: string, text: string, isHere: boolean) =>
    html`<a href="#/${to}" aria-current=${isHere ? 'page' : nothing}>${text}</a>`;
  return html`
    <header>
      <a class="brand" href="#/">Leaf <i>&amp;</i> Kettle</a>
      <nav>
        ${isStaff ? nothing : link('shop', 'Shop', place !== 'orders')}
        ${link('orders', 'Orders', place === 'orders' || (isStaff && place !== 'forecast'))}
        ${isStaff ? link('forecast', 'Stock', place === 'forecast') : nothing}
      </nav>
      <span class="status" data-connection=${state.connection}>
        ${state.connection === 'connected' ? 'Live' : html`
          Reconnecting … <button class="link" @click=${() => connection.connect()}>Try now</button>
        `}
      </span>
      <span class="user">${state.user.name}</span>
      <button class="quiet" @click=${() => attempt(logOut)}>Log out</button>
    </header>
    <main>${content}</main>
    ${state.notice ? html`
      <div class="notice" role=${state.notice.isError ? 'alert' : 'status'} ?data-error=${state.notice.isError}>
        <span>${state.notice.text}</span>
        <button class="quiet" aria-label="Dismiss" @click=${() => update({ notice: undefined })}>✕</button>
      </div>` : nothing}
  `;
}

/** Opens the order that the address names. */
async function showAddress() {
  const [, place, id] = location.hash.split('/');
  await showOrder(place === 'orders' && id ? Number(id) : undefined);
}

onChange(() => render(view(), body));
connection.onEvent('orders.changed', orderChanged);
addEventListener('hashchange', () => {
  update({ notice: undefined });
  if (state.user) {
    void attempt(showAddress);
  }
});
follow(async () => {
  void attempt(followOrders);
  await refresh();
  await showAddress();
});
update();
