import { html, nothing } from 'lit-html';
import { until } from 'lit-html/directives/until.js';

import { attach, changeStatus, downloadAttachment } from '../actions.js';
import { domain } from '../domain.js';
import { euros, size, time } from '../format.js';
import type { OrderDetails, Status } from '../interop/orders.js';
import { state } from '../state.js';

const PATH: Status[] = ['placed', 'packed', 'shipped', 'delivered'];
const STEP: Record<Status, string> = {
  placed: 'Place',
  packed: 'Mark as packed',
  shipped: 'Mark as shipped',
  delivered: 'Mark as delivered',
  cancelled: 'Cancel the order',
};

/** Everything about one order. */
export function orderView(details: OrderDetails) {
  const { order, lines } = details;
  const amount = (text: string, value: string) => html`<div><dt>${text}</dt><dd>${value}</dd></div>`;
  return html`
    <article class="card order" aria-label="Order ${order.id}">
      <a class="back" href="#/orders">All orders</a>
      <div class="title">
        <h1>Order ${order.id}</h1>
        <span class="badge" id="status" data-status=${order.status}>${order.status}</span>
      </div>
      <p class="hint">${order.customer}, ${time(order.placedAt)}</p>
      ${progress(details)}
      <div class="actions">${until(steps(details), nothing)}</div>
      <ul class="lines">
        ${lines.map(line => html`
          <li><span>${line.quantity} × ${line.name}</span><span>${euros(line.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${order.discount > 0 ? amount('Discount', `−${euros(order.discount)}`) : nothing}
        ${amount('Shipping', order.shipping > 0 ? euros(order.shipping) : 'free')}
        <div class="total"><dt>Total</dt><dd>${euros(order.total)}</dd></div>
      </dl>
      ${attachments(details)}
    </article>
  `;
}

/** How far the order is: the steps that it has taken, each with its time, and those to come. */
function progress({ order, events }: OrderDetails) {
  const path = order.status === 'cancelled' ? events.map(({ status }) => status) : PATH;
  return html`
    <ol class="path">
      ${path.map(status => {
        const event = events.find(event => event.status === status);
        return html`
          <li ?data-done=${event !== undefined} data-status=${status}>
            <b>${status}</b>${event ? html`<time datetime=${event.at}>${time(event.at)}</time>` : nothing}
          </li>
        `;
      })}
    </ol>
  `;
}

/** A button for each step that the user can take. The rule is Rust's, here as on the server. */
async function steps({ order }: OrderDetails) {
  const role = state.user?.role ?? 'customer';
  const next = await domain.steps(order.status, role);
  return next.map(to => html`
    <button class=${to === 'cancelled' ? 'danger' : 'main'} @click=${() => changeStatus(order.id, to)}>${STEP[to]}</button>
  `);
}

function attachments({ order, attachments }: OrderDetails) {
  const choose = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    for (const file of input.files ?? []) {
      void attach(order.id, file);
    }
    input.value = '';
  };
  return html`
    <section aria-label="Files">
      <h2>Files</h2>
      <ul class="files">
        ${attachments.map(({ id, name, size: bytes }) => html`
          <li>
            <button class="link" @click=${() => downloadAttachment(id, name)}>${name}</button>
            ${state.downloads.has(id)
              ? html`<progress max=${bytes} value=${state.downloads.get(id)} aria-label="Download of ${name}"></progress>`
              : html`<span class="hint">${size(bytes)}</span>`}
          </li>
        `)}
        ${state.uploads.map(upload => html`
          <li class="upload">
            <span>${upload.name}</span>
            <progress max=${upload.size} value=${upload.sent} aria-label="Upload of ${upload.name}"></progress>
            <button class="quiet" @click=${() => upload.abort.abort()}>Cancel</button>
          </li>
        `)}
      </ul>
      <label class="choose">
        <input type="file" multiple @change=${choose}>
        <span>Attach a file</span>
      </label>
    </section>
  `;
}
