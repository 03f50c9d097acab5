//! Streams of values: from Rust and from the page, at every place, with objects, bytes, and errors of their own.

use std::collections::BTreeMap;

use futures_util::stream::{self, BoxStream, Stream, StreamExt as _, TryStreamExt as _};
use interop_core::{ClientError, Items, JsError, JsItems, ObjectReference, event, js_invokable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::errors::{OrderError, Picture};
use crate::objects::{Cart, Page};

/// The price of an article.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tick {
    pub sku: String,
    pub unit_price: f64,
    #[serde(default)]
    pub chart: Vec<u8>,
}

/// Prices are no longer published.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum Halted {
    /// Nobody sells it.
    #[error("no seller")]
    NoSeller { last: Picture },
    #[error("closed")]
    Closed,
}

fn tick(number: u32) -> Tick {
    Tick { sku: format!("tea {number}"), unit_price: f64::from(number) / 2.0, chart: vec![1, 2] }
}

/// Prices, until nobody sells.
#[js_invokable]
pub fn prices(count: u32) -> impl Stream<Item = Result<Tick, Halted>> {
    let last = Picture { data: vec![7], smaller: None };
    stream::iter((0..count).map(|number| Ok(tick(number))).chain([Err(Halted::NoSeller { last })]))
}

/// A cart for each owner; an error if there is none.
#[js_invokable]
pub async fn carts(owners: Vec<String>) -> Result<impl Stream<Item = ObjectReference<Cart>>, OrderError> {
    if owners.is_empty() {
        return Err(OrderError::Closed);
    }
    Ok(stream::iter(owners).map(|owner| Cart::open(Some(owner))))
}

/// Objects of a type that occurs nowhere else.
#[js_invokable]
pub fn pages() -> BoxStream<'static, ObjectReference<Page<bool>>> {
    stream::iter([true, false]).map(|value| ObjectReference::new(Page(vec![value]))).boxed()
}

/// Values of a type without a schema.
#[js_invokable]
pub fn opaque_items() -> impl Stream<Item = crate::odd::Opaque> {
    stream::empty()
}

#[derive(Serialize, JsonSchema)]
pub struct Row {
    pub number: u32,
    pub cart: Option<ObjectReference<Cart>>,
    /// Streams inside of streams.
    pub lines: Items<String>,
}

/// A result with streams.
#[derive(Serialize, JsonSchema)]
pub struct Listing {
    pub total: u32,
    pub rows: Items<Row, Halted>,
    pub numbers: BTreeMap<String, Items<u8>>,
}

#[js_invokable]
pub fn list() -> Listing {
    let row = |number| Row {
        number,
        cart: (number == 1).then(|| Cart::open(Some(format!("owner {number}")))),
        lines: Items::new(stream::iter([format!("line {number}")])),
    };
    let rows = stream::iter((0..2).map(row)).map(Ok).chain(stream::iter([Err(Halted::Closed)]));
    let numbers = BTreeMap::from([("few".to_owned(), Items::new(stream::iter([1, 2])))]);
    Listing { total: 2, rows: Items::try_new(rows), numbers }
}

/// The sum of the numbers.
#[js_invokable]
pub async fn sum(numbers: JsItems<f64>) -> Result<f64, JsError> {
    numbers.try_fold(0.0, |sum, number| async move { Ok(sum + number) }).await
}

/// Each number twice as large, as long as there are numbers.
#[js_invokable]
pub fn doubled(numbers: JsItems<u32>) -> impl Stream<Item = Result<u32, JsError>> {
    numbers.map_ok(|number| number * 2)
}

/// What is sent together with streams.
#[derive(Deserialize, JsonSchema)]
pub struct Upload {
    pub name: String,
    pub ticks: JsItems<Tick>,
    #[serde(default)]
    pub carts: Option<JsItems<ObjectReference<Cart>>>,
}

/// Describes everything that it has received.
#[js_invokable]
pub async fn upload(upload: Upload) -> Result<Vec<String>, JsError> {
    let mut seen = vec![upload.name];
    let ticks = upload.ticks.map_ok(|tick| format!("{} {} {:?}", tick.sku, tick.unit_price, tick.chart));
    seen.extend(ticks.try_collect::<Vec<_>>().await?);
    if let Some(carts) = upload.carts {
        let lines = carts.map_ok(|cart| cart.lines().join(" "));
        seen.extend(lines.try_collect::<Vec<_>>().await?);
    }
    Ok(seen)
}

event! {
    /// Prices are published.
    pub static PRICES_PUBLISHED = "prices.published"(prices: Vec<Tick>, carts: Vec<Option<ObjectReference<Cart>>>);
}

/// Sends the event.
#[js_invokable]
pub fn publish(circuit: interop_core::Circuit) -> Result<(), JsError> {
    circuit.send(&PRICES_PUBLISHED, (vec![tick(1)], vec![Some(Cart::open(Some("Ada".to_owned()))), None]))
}
