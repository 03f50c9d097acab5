use futures_util::{StreamExt as _, stream};
use interop_core::{CallError, Circuit, State, StreamReference, js_invokable};
use orders_domain::{Forecast, forecast};

use crate::store::{Store, User};

/// How often the sales of an article are simulated.
const RUNS: u32 = 20_000;

/// How likely each article sells out in the next days. The page hears how many percent are done.
#[js_invokable(policy = "staff")]
pub async fn stock_forecast(circuit: Circuit, store: State<Store>, days: u32) -> Result<Vec<Forecast>, CallError> {
    let articles = store.articles().await?;
    let mut forecasts = Vec::new();
    for article in &articles {
        let sold = store.sales(&article.sku).await?;
        forecasts.extend(forecast(article, &sold, days.min(365), RUNS, || false));
        let _ = circuit.send("forecast.progress", (forecasts.len() * 100 / articles.len(),));
        tokio::task::yield_now().await;
    }
    Ok(forecasts)
}

/// All orders as a file for a spreadsheet.
#[js_invokable(policy = "staff")]
pub async fn export_orders(user: User, store: State<Store>) -> Result<StreamReference, CallError> {
    let orders = store.orders(&user).await?;
    let header = "order,customer,status,placed,articles,total\r\n".to_owned();
    let lines = orders.into_iter().map(|order| {
        let cents = order.total % 100;
        format!(
            "{},{},{},{},{},{}.{cents:02}\r\n",
            order.id,
            order.customer,
            order.status,
            order.placed_at,
            order.articles,
            order.total / 100
        )
    });
    let chunks = std::iter::once(header).chain(lines).map(|line| Ok(line.into()));
    Ok(StreamReference::from_stream(stream::iter(chunks).boxed()))
}
