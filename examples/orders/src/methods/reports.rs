use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use interop_core::{CallError, Cancellation, JsError, JsFunction, State, StreamReference, js_interface, js_invokable};
use orders_domain::{Forecast, forecast};

use crate::store::{Order, Store, User};

/// How often the sales of an article are simulated.
const RUNS: u32 = 20_000;
/// The longest time that a forecast covers.
const MAX_DAYS: u32 = 365;

/// How likely each article sells out in the next days, of which there are at most 365. The function hears how many percent are done.
///
/// It computes on a thread of its own, and stops when its caller cancels the call or its time is over.
#[allow(clippy::needless_pass_by_value, reason = "parameters of methods are owned")]
#[js_invokable(blocking, policy = "staff", timeout = "60s")]
pub fn stock_forecast(
    cancellation: Cancellation,
    store: State<Store>,
    days: u32,
    on_progress: JsFunction<(u32,), ()>,
) -> Result<Vec<Forecast>, CallError> {
    let articles = store.wait(store.articles())?;
    let mut forecasts = Vec::new();
    for article in &articles {
        let sales = store.wait(store.sales(&article.sku))?;
        let is_cancelled = || cancellation.is_cancelled();
        let Some(forecast) = forecast(article, &sales, days.min(MAX_DAYS), RUNS, is_cancelled) else {
            return Err(CallError::new("cancelled", "No caller waits for the forecast."));
        };
        forecasts.push(forecast);
        let percent = forecasts.len() * 100 / articles.len();
        on_progress.send((percent.try_into().unwrap_or(100),))?;
    }
    Ok(forecasts)
}

/// What only the page knows about its user.
#[js_interface]
pub trait Locale {
    /// Writes points in time as the user reads them.
    async fn write_times(&self, times: &[&str]) -> Result<Vec<String>, JsError>;
}

/// How many times the page writes at once.
const TIMES_AT_ONCE: usize = 50;

/// All orders as a file for a spreadsheet.
#[js_invokable(policy = "staff")]
pub async fn export_orders(user: User, store: State<Store>, locale: Locale) -> Result<StreamReference, CallError> {
    let orders = store.orders(&user).await?;
    let header = stream::iter([Ok("order,customer,status,placed,articles,total\r\n".to_owned())]);
    let lines = stream::iter(orders).chunks(TIMES_AT_ONCE).then(move |orders| lines(locale.clone(), orders));
    Ok(StreamReference::from_stream(header.chain(lines).map_ok(Into::into).map_err(std::io::Error::other)))
}

async fn lines(locale: Locale, orders: Vec<Order>) -> Result<String, JsError> {
    let times: Vec<_> = orders.iter().map(|order| &*order.placed_at).collect();
    let times = locale.write_times(&times).await?;
    Ok(orders.iter().zip(times).map(|(order, time)| line(order, &time)).collect())
}

fn line(order: &Order, time: &str) -> String {
    let Order { id, customer, status, articles, total, .. } = order;
    // Quotes are doubled inside of quotes.
    let time = time.replace('"', "\"\"");
    format!("{id},{customer},{status},\"{time}\",{articles},{}.{:02}\r\n", total / 100, total % 100)
}
