import { html, nothing } from 'lit-html';

import { runForecast } from '../actions.js';
import type { Forecast } from '../interop/orders.js';
import { state } from '../state.js';

/** How likely each article sells out. */
export function forecastView() {
  const { abort, percent, forecasts } = state.report;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    void runForecast(Number(data.get('days')));
  };
  return html`
    <section class="forecast" aria-label="Stock forecast">
      <h1>What will sell out?</h1>
      <p class="hint">Simulates the next days many times, from the sales of the last year.</p>
      <form class="card run" @submit=${submit}>
        <label>Days <input name="days" type="number" min="1" max="365" value="30" required></label>
        ${abort ? html`
          <progress max="100" value=${percent} aria-label="Forecast"></progress>
          <button type="button" @click=${() => abort.abort()}>Cancel</button>
        ` : html`<button class="main">Run</button>`}
      </form>
      ${forecasts.length > 0 ? html`
        <ul class="list card risks">
          ${[...forecasts].sort((a, b) => b.risk - a.risk).map(risk)}
        </ul>
      ` : nothing}
    </section>
  `;
}

function risk({ name, stock, expectedSales, risk, daysLeft }: Forecast) {
  return html`
    <li>
      <b>${name}</b>
      <meter min="0" max="1" low="0.3" high="0.7" optimum="0" .value=${risk} aria-label="Risk"></meter>
      <span class="amount">${Math.round(risk * 100)} %</span>
      <span class="hint">
        ${stock} in stock, about ${Math.round(expectedSales)} wanted${daysLeft === null ? nothing : html`, gone in ${Math.round(daysLeft)} days`}
      </span>
    </li>
  `;
}
