import { html, nothing } from 'lit-html';

import { exportOrders } from '../actions.js';
import { euros, time } from '../format.js';
import type { Order } from '../interop/orders.js';
import { state } from '../state.js';
import { orderView } from './order.js';

/** The orders, and the selected one. */
export function ordersView(selected: string | undefined) {
  const { details, user } = state;
  const orders = [...state.orders.values()].sort((a, b) => b.id - a.id);
  const isOpen = details && String(details.order.id) === selected;
  return html`
    <div class="split orders" ?data-open=${isOpen}>
      <section aria-label="Orders">
        <div class="title">
          <h1>${user?.role === 'staff' ? 'All orders' : 'Your orders'}</h1>
          ${user?.role === 'staff' ? html`<button @click=${exportOrders}>Export</button>` : nothing}
        </div>
        ${orders.length === 0 ? html`<p class="empty card">There are no orders yet.</p>` : html`
          <ul class="list card">${orders.map(order => row(order, String(order.id) === selected))}</ul>
        `}
      </section>
      ${isOpen ? orderView(details) : html`<p class="card empty placeholder">Select an order to follow it.</p>`}
    </div>
  `;
}

function row(order: Order, isSelected: boolean) {
  return html`
    <li>
      <a href="#/orders/${order.id}" aria-current=${isSelected ? 'true' : nothing}>
        <b>No. ${order.id}</b>
        <span class="badge" data-status=${order.status}>${order.status}</span>
        <span class="who">${order.customer}, ${order.articles} ${order.articles === 1 ? 'article' : 'articles'}</span>
        <span class="amount">${euros(order.total)}</span>
        <time datetime=${order.placedAt}>${time(order.placedAt)}</time>
      </a>
    </li>
  `;
}
