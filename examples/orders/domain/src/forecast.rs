use fastrand::Rng;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Article;

/// What is likely to become of the stock of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    pub sku: String,
    pub name: String,
    pub stock: u32,
    /// How many are sold in the time, on average.
    pub expected_sales: f64,
    /// How likely it is that the article sells out, from 0 to 1.
    pub risk: f64,
    /// After how many days it sells out, on average over the runs in which it does.
    pub days_left: Option<f64>,
}

/// Simulates the sales of an article many times, with days drawn from the past.
///
/// `sold` are the sales of past days. Returns nothing if `is_cancelled` says so before the end; it is asked before each run.
pub fn forecast(
    article: &Article,
    sold: &[u32],
    days: u32,
    runs: u32,
    is_cancelled: impl Fn() -> bool,
) -> Option<Forecast> {
    // The same sales give the same forecast.
    let mut random = Rng::with_seed(u64::from(article.stock) ^ 0x5eed);
    let (mut sales, mut sold_out, mut days_left) = (0_u64, 0_u32, 0_u64);
    for _ in 0..runs {
        if is_cancelled() {
            return None;
        }
        let mut wanted = 0_u32;
        let mut end = None;
        for day in 1..=days {
            wanted += random.choice(sold).copied().unwrap_or(0);
            if wanted >= article.stock && end.is_none() {
                end = Some(day);
            }
        }
        sales += u64::from(wanted);
        if let Some(day) = end {
            sold_out += 1;
            days_left += u64::from(day);
        }
    }
    Some(Forecast {
        sku: article.sku.clone(),
        name: article.name.clone(),
        stock: article.stock,
        expected_sales: average(sales, runs),
        risk: f64::from(sold_out) / f64::from(runs.max(1)),
        days_left: (sold_out > 0).then(|| average(days_left, sold_out)),
    })
}

fn average(sum: u64, count: u32) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "an average for people to read")]
    let sum = sum as f64;
    sum / f64::from(count.max(1))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn article(stock: u32) -> Article {
        Article { sku: "tea".to_owned(), name: "Tea".to_owned(), price: 500, stock }
    }

    #[test]
    fn steady_sales_sell_out_on_a_day_that_is_certain() {
        let forecast = forecast(&article(10), &[2], 30, 100, || false).unwrap();
        assert_eq!((forecast.risk, forecast.days_left, forecast.expected_sales), (1.0, Some(5.0), 60.0));
    }

    #[test]
    fn an_article_that_nobody_buys_never_sells_out() {
        let forecast = forecast(&article(10), &[], 30, 100, || false).unwrap();
        assert_eq!((forecast.risk, forecast.days_left, forecast.expected_sales), (0.0, None, 0.0));
    }

    #[test]
    fn a_cancelled_forecast_ends_before_its_next_run() {
        let asked = Cell::new(0);
        let is_cancelled = || {
            asked.set(asked.get() + 1);
            asked.get() == 3
        };
        assert_eq!(forecast(&article(10), &[1], 30, 1_000_000, is_cancelled), None);
        assert_eq!(asked.get(), 3);
    }
}
