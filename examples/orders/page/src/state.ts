/**
 * What the page knows. A change renders the page again.
 */
import type { Article, Forecast, Order, OrderDetails, Quote, User } from './interop/orders.js';

/** A file on its way to the server. */
export type Upload = { name: string; size: number; sent: number; abort: AbortController };

/** What the running or finished forecast shows. */
export type Report = { percent: number; abort: AbortController | undefined; forecasts: Forecast[] };

export type State = {
  connection: 'refused' | 'connecting' | 'connected' | 'lost';
  user: User | undefined;
  /** Where prices are computed. */
  pricedBy: 'server' | 'page';
  articles: Article[];
  basket: Map<string, number>;
  quote: Quote | undefined;
  /** Why the basket cannot be ordered. */
  basketProblem: string | undefined;
  /** The orders that the user can see, by number. */
  orders: Map<number, Order>;
  details: OrderDetails | undefined;
  uploads: Upload[];
  /** How many bytes of the attachments that are being downloaded have arrived. */
  downloads: Map<number, number>;
  report: Report;
  notice: { text: string; isError: boolean } | undefined;
};

export const state: State = { ...initial(), connection: 'connecting' };

function initial(): State {
  return {
    connection: 'refused',
    user: undefined,
    pricedBy: 'server',
    articles: [],
    basket: new Map(),
    quote: undefined,
    basketProblem: undefined,
    orders: new Map(),
    details: undefined,
    uploads: [],
    downloads: new Map(),
    report: { percent: 0, abort: undefined, forecasts: [] },
    notice: undefined,
  };
}

let render = () => {};
let isScheduled = false;

/** Sets what renders the page. */
export function onChange(renderer: () => void) {
  render = renderer;
}

/** Changes the state, and renders once for all changes of this turn. */
export function update(changes: Partial<State> = {}) {
  Object.assign(state, changes);
  if (!isScheduled) {
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      render();
    });
  }
}

/** Forgets everything about the user. */
export function reset() {
  update(initial());
}
