use futures_util::stream;
use interop_core::{CallError, Circuit, State, StreamReference, js_invokable};
use orders_domain::{Forecast, forecast};
use tokio_util::sync::CancellationToken;

use crate::events::FORECAST_PROGRESS;
use crate::store::{Store, User};

/// How often the sales of an article are simulated.
const RUNS: u32 = 20_000;
/// The longest time that a forecast covers.
const MAX_DAYS: u32 = 365;

/// How likely each article sells out in the next days, of which there are at most 365. The page hears how many percent
/// are done.
#[js_invokable(policy = "staff")]
pub async fn stock_forecast(circuit: Circuit, store: State<Store>, days: u32) -> Result<Vec<Forecast>, CallError> {
    let mut articles = Vec::new();
    for article in store.articles().await? {
        let sales = store.sales(&article.sku).await?;
        articles.push((article, sales));
    }
    // The future of a cancelled call is dropped, and the guard with it.
    let cancelled = CancellationToken::new();
    let _guard = cancelled.clone().drop_guard();
    let forecasts = tokio::task::spawn_blocking(move || {
        let mut forecasts = Vec::new();
        for (article, sales) in &articles {
            let Some(forecast) = forecast(article, sales, days.min(MAX_DAYS), RUNS, || cancelled.is_cancelled()) else {
                break;
            };
            forecasts.push(forecast);
            // A page that is gone has cancelled the call as well.
            let percent = forecasts.len() * 100 / articles.len();
            let _ = circuit.send(&FORECAST_PROGRESS, (percent.try_into().unwrap_or(100),));
        }
        forecasts
    });
    Ok(forecasts.await?)
}

/// All orders as a file for a spreadsheet.
#[js_invokable(policy = "staff")]
pub async fn export_orders(user: User, store: State<Store>) -> Result<StreamReference, CallError> {
    let orders = store.orders(&user).await?;
    let header = "order,customer,status,placed,articles,total\r\n".to_owned();
    let lines = orders.into_iter().map(|order| {
        let (euros, cents) = (order.total / 100, order.total % 100);
        format!(
            "{},{},{},{},{},{euros}.{cents:02}\r\n",
            order.id, order.customer, order.status, order.placed_at, order.articles
        )
    });
    let chunks = std::iter::once(header).chain(lines).map(|line| Ok(line.into()));
    Ok(StreamReference::from_stream(stream::iter(chunks)))
}
