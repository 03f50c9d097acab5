import { html, nothing } from 'lit-html';

import { placeOrder, setQuantity } from '../actions.js';
import { euros } from '../format.js';
import type { Article } from '../interop/orders.js';
import { state } from '../state.js';

/** The articles, and the basket with its price. */
export function shopView() {
  return html`
    <div class="split shop">
      <section aria-label="Articles">
        <h1>Today's shelf</h1>
        <ul class="shelf">${state.articles.map(articleCard)}</ul>
      </section>
      <aside class="card basket" aria-label="Basket">${basket()}</aside>
    </div>
  `;
}

function articleCard(article: Article, index: number) {
  const quantity = state.basket.get(article.sku) ?? 0;
  const set = (quantity: number) => () => setQuantity(article.sku, quantity);
  return html`
    <li class="card article" data-sku=${article.sku}>
      <span class="mark" data-mark=${index % 4} aria-hidden="true">${article.name.slice(0, 1)}</span>
      <h2>${article.name}</h2>
      <p class="price">${euros(article.price)}</p>
      <p class="stock" ?data-low=${article.stock < 10}>
        ${article.stock === 0 ? 'Sold out' : article.stock < 10 ? `Only ${article.stock} left` : 'In stock'}
      </p>
      ${quantity === 0 ? html`
        <button ?disabled=${article.stock === 0} @click=${set(1)} aria-label="Add ${article.name}">Add</button>
      ` : html`
        <div class="stepper">
          <button @click=${set(quantity - 1)} aria-label="One ${article.name} less">−</button>
          <output aria-label="${article.name} in the basket">${quantity}</output>
          <button @click=${set(quantity + 1)} aria-label="One ${article.name} more">+</button>
        </div>
      `}
    </li>
  `;
}

function basket() {
  const { quote, basketProblem } = state;
  const row = (text: string, amount: string) => html`<div><dt>${text}</dt><dd>${amount}</dd></div>`;
  return html`
    <h2>Basket</h2>
    ${quote ? html`
      <ul class="lines">
        ${quote.lines.map(line => html`
          <li><span>${line.quantity} × ${line.name}</span><span>${euros(line.total)}</span></li>
        `)}
      </ul>
      <dl class="totals">
        ${row('Subtotal', euros(quote.subtotal))}
        ${quote.discount > 0 ? row('Discount', `−${euros(quote.discount)}`) : nothing}
        ${row('Shipping', quote.shipping > 0 ? euros(quote.shipping) : 'free')}
        <div class="total"><dt>Total</dt><dd id="total">${euros(quote.total)}</dd></div>
      </dl>
    ` : basketProblem ? nothing : html`<p class="empty">Nothing yet. Add something from the shelf.</p>`}
    ${basketProblem ? html`<p class="problem" role="alert">${basketProblem}</p>` : nothing}
    <button class="main" ?disabled=${!quote} @click=${placeOrder}>Place the order</button>
    <p class="hint" id="priced-by">
      ${state.pricedBy === 'page' ? 'Priced in this page, by the Rust code of the server.' : 'Priced by the server.'}
    </p>
  `;
}
