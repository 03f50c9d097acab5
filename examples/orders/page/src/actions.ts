/**
 * What users do: each action calls the server and changes the state.
 */
import { saveStream, streamWithProgress, type InteropError } from 'interop-js';

import { domain } from './domain.js';
import { size, time } from './format.js';
import { implement, type Locale, type Order, type Status } from './interop/orders.js';
import { attempt, server } from './server.js';
import { state, update } from './state.js';

/** Loads what the shop sells. */
export async function refresh() {
  update({ articles: await server.articles() });
  await price();
}

/** Shows the orders and their changes, until the connection is lost. */
export async function followOrders() {
  state.orders.clear();
  try {
    for await (const order of await server.followOrders()) {
      state.orders.set(order.id, order);
      update();
    }
  } catch (error) {
    // With the next connection, the list begins anew.
    if ((error as InteropError).code !== 'disconnected') {
      throw error;
    }
  }
}

/** Computes what the basket costs. */
async function price() {
  const lines = basketLines();
  if (lines.length === 0) {
    update({ quote: undefined, basketProblem: undefined });
    return;
  }
  const outcome = await domain.quote.try(state.articles, lines);
  if (outcome.ok) {
    update({ quote: outcome.value, basketProblem: undefined });
  } else {
    update({ quote: undefined, basketProblem: outcome.error.message });
  }
}

function basketLines() {
  return [...state.basket].map(([sku, quantity]) => ({ sku, quantity }));
}

/** Sets how many of an article are in the basket. */
export function setQuantity(sku: string, quantity: number) {
  if (quantity > 0) {
    state.basket.set(sku, quantity);
  } else {
    state.basket.delete(sku);
  }
  update();
  return attempt(price);
}

/** Orders what is in the basket. */
export function placeOrder() {
  return attempt(async () => {
    const outcome = await server.placeOrder.try(basketLines());
    if (outcome.ok) {
      state.basket.clear();
      location.hash = `#/orders/${outcome.value.id}`;
      await refresh();
      return;
    }
    const { error } = outcome;
    switch (error.code) {
      case 'out_of_stock':
        // Somebody else was faster: show what is left.
        await refresh();
        update({ basketProblem: `${error.data.name}: somebody was faster, ${error.data.left} are left.` });
        break;
      case 'empty_basket':
      case 'bad_quantity':
      case 'unknown_article':
        update({ basketProblem: error.message });
        break;
      default:
        throw error;
    }
  });
}

/** Shows an order and follows it, instead of the one before. */
export async function showOrder(id: number | undefined) {
  const before = state.details?.order.id;
  if (before !== undefined && before !== id) {
    update({ details: undefined });
    await server.closeOrder(before);
  }
  if (id !== undefined) {
    update({ details: await server.openOrder(id) });
  }
}

/** The order that the page shows has changed, by this user or by another. */
export function orderChanged({ id }: Order) {
  if (state.details?.order.id === id) {
    void attempt(async () => update({ details: await server.openOrder(id) }));
  }
}

/** Gives an order its next status. */
export function changeStatus(id: number, to: Status) {
  return attempt(async () => {
    const outcome = await server.changeStatus.try(id, to);
    if (!outcome.ok) {
      if (outcome.error.code !== 'step_not_possible') {
        throw outcome.error;
      }
      update({ notice: { text: `The order is already ${outcome.error.data.status}.`, isError: true } });
      update({ details: await server.openOrder(id) });
    }
  });
}

/** Attaches a file to an order. */
export function attach(orderId: number, file: File) {
  const upload = { name: file.name, size: file.size, sent: 0, abort: new AbortController() };
  update({ uploads: [...state.uploads, upload] });
  const content = streamWithProgress(file, (bytes) => {
    upload.sent = bytes;
    update();
  });
  return attempt(async () => {
    try {
      const mediaType = file.type || 'application/octet-stream';
      const { signal } = upload.abort;
      const outcome = await server.attachFile.try({ orderId, name: file.name, mediaType }, content, { signal });
      if (!outcome.ok) {
        if (outcome.error.code !== 'file_too_large') {
          throw outcome.error;
        }
        const text = `${file.name} is too large: a file can have ${size(outcome.error.data.maxBytes)}.`;
        update({ notice: { text, isError: true } });
      }
    } finally {
      update({ uploads: state.uploads.filter(other => other !== upload) });
    }
  });
}

/** Saves an attached file. */
export function downloadAttachment(id: number, name: string) {
  return attempt(async () => {
    try {
      await saveStream(server.download(id), name, {
        onProgress(bytes) {
          state.downloads.set(id, bytes);
          update();
        },
      });
    } finally {
      state.downloads.delete(id);
      update();
    }
  });
}

/** Rust asks the page how its user reads times. */
const locale = implement<Locale>({ writeTimes: times => times.map(time) });

/** Saves all orders as a file for a spreadsheet. */
export function exportOrders() {
  return attempt(() => saveStream(server.exportOrders(locale), 'orders.csv', { type: 'text/csv' }));
}

/** Runs the forecast until it ends or `report.abort` is used. */
export function runForecast(days: number) {
  const abort = new AbortController();
  update({ report: { percent: 0, abort, forecasts: [] } });
  const onProgress = (percent: number) => update({ report: { ...state.report, percent } });
  return attempt(async () => {
    try {
      const forecasts = await server.stockForecast(days, onProgress, { signal: abort.signal });
      update({ report: { percent: 100, abort: undefined, forecasts } });
    } finally {
      update({ report: { ...state.report, abort: undefined } });
    }
  });
}
