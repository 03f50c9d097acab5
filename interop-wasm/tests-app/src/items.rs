//! Streams of items, both ways.

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::{AbortHandle, Abortable};
use futures_util::stream::{self, Stream, StreamExt as _, TryStreamExt as _};
use interop_core::{ByteBuffer, CallError, Items, JsError, JsItems, ObjectReference, js_invokable};
use serde::Serialize;

use crate::objects::Counter;

static ITEMS_DROPPED: AtomicU32 = AtomicU32::new(0);

struct Rows;

impl Drop for Rows {
    fn drop(&mut self) {
        ITEMS_DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many of the endless streams have ended in this instance.
#[js_invokable]
pub fn items_dropped() -> u32 {
    ITEMS_DROPPED.load(Ordering::Relaxed)
}

#[js_invokable]
pub fn count_up(end: u32) -> impl Stream<Item = u32> {
    stream::iter(0..end)
}

#[js_invokable]
pub async fn count_up_later(end: u32) -> Result<impl Stream<Item = u32>, CallError> {
    if end > 1_000_000 { Err(CallError::new("too_far", "too far")) } else { Ok(stream::iter(0..end)) }
}

#[js_invokable]
pub fn endless_items() -> impl Stream<Item = u32> {
    let rows = Rows;
    stream::iter(0..).map(move |row| {
        let _held = &rows;
        row
    })
}

/// Yields one item, and then waits until it is dropped.
#[js_invokable]
pub fn waiting_items() -> impl Stream<Item = u32> {
    let rows = Rows;
    stream::iter([1]).chain(stream::pending()).map(move |row| {
        let _held = &rows;
        row
    })
}

#[js_invokable]
pub fn broken_items() -> impl Stream<Item = Result<u32, CallError>> {
    let broken = || CallError::new("broken_row", "row 3 is broken").with_data(3);
    stream::iter(0..).map(move |row| if row == 3 { Err(broken()) } else { Ok(row) })
}

#[derive(Serialize)]
pub struct Listing {
    total: u32,
    rows: Items<(ObjectReference<Counter>, ByteBuffer)>,
}

#[js_invokable]
pub fn listing() -> Listing {
    let row = |number: u8| (ObjectReference::new(Counter::of(number.into())), ByteBuffer::from(vec![number; 3]));
    Listing { total: 3, rows: Items::new(stream::iter(1..=3).map(row)) }
}

#[js_invokable]
pub async fn sum_items(numbers: JsItems<u32>) -> Result<u32, JsError> {
    numbers.try_fold(0, |sum, number| async move { Ok(sum + number) }).await
}

/// Reads everything, including errors, as texts.
#[js_invokable]
pub async fn texts_of_items(items: JsItems<u8>) -> Vec<String> {
    items.map(|item| item.map_or_else(|error| error.to_string(), |item| item.to_string())).collect().await
}

#[js_invokable]
pub async fn first_items(items: JsItems<u32>, count: usize) -> Result<Vec<u32>, JsError> {
    items.take(count).try_collect().await
}

#[js_invokable]
pub fn drop_items(_items: JsItems<u32>) {}

/// Sends back what it receives.
#[js_invokable]
pub fn double_items(items: JsItems<u32>) -> impl Stream<Item = Result<u32, JsError>> {
    items.map_ok(|item| 2 * item)
}

/// A task that never ends is aborted, and its items with it.
#[js_invokable]
pub async fn abort_items(items: JsItems<u32>) -> bool {
    let (handle, registration) = AbortHandle::new_pair();
    let reading = Abortable::new(items.collect::<Vec<_>>(), registration);
    handle.abort();
    reading.await.is_err()
}
