use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_util::stream::Stream;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::MAX_CREDIT;
use crate::circuit::{CircuitCore, JsAnswer, Unread, decode_value};
use crate::codec::{ByteArrays, JS_ITEMS_KEY, JS_REFERENCE_NAME, MarkId, describe};
use crate::js::{JsCall, JsError, JsObjectReference, handle};
use crate::threading::Shared;

/// How many items are requested ahead of the reader at first.
const MIN_WINDOW: usize = 16;

/// Values that JavaScript passes one after the other: an argument that is an async iterable, a generator, another iterator
/// or a `ReadableStream`. An array is accepted too.
///
/// ```
/// use futures_util::TryStreamExt as _;
/// use interop_core::{InProcess, JsError, JsItems, js_invokable};
///
/// #[js_invokable(assembly = "Numbers")]
/// pub async fn sum(numbers: JsItems<u64>) -> Result<u64, JsError> {
///     numbers.try_fold(0, |sum, number| async move { Ok(sum + number) }).await
/// }
///
/// let sum: u64 = futures_executor::block_on(InProcess::new().call_async("Numbers", "sum", ([1, 2, 3],)))?;
/// assert_eq!(sum, 6);
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// Items are requested while the stream is polled, at most 16 ahead at first, and up to 256 for a reader that keeps up. An item
/// that is not a `T` is an error, and the stream continues after it. What JavaScript throws, and the end of the circuit, are
/// the last item. Dropping the stream calls `return()` of JavaScript's iterator.
pub struct JsItems<T>(ItemsKind<T>);

enum ItemsKind<T> {
    Array(vec::IntoIter<T>),
    Remote(Box<Remote<T>>),
}

/// The items of an iterator.
struct Remote<T> {
    /// The iterator, until it has ended.
    object: Option<JsObjectReference>,
    call: Option<JsCall<IgnoredAny>>,
    /// The number of items that the current call has requested.
    requested: usize,
    window: usize,
    batch: Option<Batch>,
    /// Whether there was an answer.
    has_items: bool,
    /// Whether the reader has waited for the current answer.
    has_waited: bool,
    item: PhantomData<fn() -> T>,
}

/// An answer whose items are read one by one, so that it is charged until the last one is read.
struct Batch {
    core: Shared<CircuitCore>,
    answer: JsAnswer,
    /// The places of the items in the text.
    items: VecDeque<Range<usize>>,
}

impl Drop for Batch {
    fn drop(&mut self) {
        if let (Some(first), Some(last)) = (self.items.front(), self.items.back()) {
            // Nothing reads the rest.
            drop(Unread::new(&self.core, &self.answer.json[first.start..last.end]));
        }
    }
}

#[derive(serde::Deserialize)]
struct RawBatch<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
    done: bool,
}

impl<T: DeserializeOwned> Remote<T> {
    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, JsError>>> {
        loop {
            if let Some(batch) = &mut self.batch {
                if let Some(place) = batch.items.pop_front() {
                    let item = &batch.answer.json[place];
                    let item = decode_value(item, ByteArrays::Numbered(&batch.answer.byte_arrays), &batch.core);
                    let left = batch.items.len();
                    if left * 2 <= self.window {
                        self.request(left);
                    }
                    return Poll::Ready(Some(item.map_err(JsError::Result)));
                }
                self.batch = None;
            }
            if self.object.is_none() {
                return Poll::Ready(None);
            }
            self.request(0);
            let Some(call) = &mut self.call else { return Poll::Ready(None) };
            let Poll::Ready(answer) = call.poll_answer(cx) else {
                self.has_waited = true;
                return Poll::Pending;
            };
            self.call = None;
            match answer.and_then(|(core, answer)| self.receive(core, answer)) {
                Ok(batch) => self.batch = Some(batch),
                Err(error) => {
                    self.object = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    /// Requests the items that have room next to those that are left, unless they are requested already.
    fn request(&mut self, left: usize) {
        if self.call.is_none()
            && let Some(object) = &self.object
        {
            self.requested = self.window - left;
            self.call = Some(object.invoke("next", (self.requested,)).timeout(None));
        }
    }

    fn receive(&mut self, core: Shared<CircuitCore>, answer: JsAnswer) -> Result<Batch, JsError> {
        let answer = answer.into_result(&core.link)?;
        // If this answer is refused, its items are not read.
        let unread = Unread::new(&core, &answer.json);
        let batch: RawBatch<'_> =
            serde_json::from_str(&answer.json).map_err(|error| JsError::Result(describe(&error).text))?;
        if batch.items.len() > self.requested {
            return Err(JsError::Result("JavaScript has sent more items than were requested".to_owned()));
        }
        if batch.done {
            self.object = None;
        } else if batch.items.is_empty() {
            return Err(JsError::Result("JavaScript has sent no item, although there are more".to_owned()));
        }
        if batch.items.len() == self.requested && self.has_items && self.has_waited {
            self.window = (2 * self.window).min(usize::try_from(MAX_CREDIT).unwrap_or(MIN_WINDOW));
        }
        self.has_items = true;
        self.has_waited = false;
        let start = answer.json.as_ptr() as usize;
        let place = |item: &&RawValue| {
            let from = item.get().as_ptr() as usize - start;
            from..from + item.get().len()
        };
        let items = batch.items.iter().map(place).collect();
        unread.forget();
        Ok(Batch { core, answer, items })
    }
}

impl<T> Unpin for JsItems<T> {}

impl<T: DeserializeOwned> Stream for JsItems<T> {
    type Item = Result<T, JsError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            ItemsKind::Array(items) => Poll::Ready(items.next().map(Ok)),
            ItemsKind::Remote(remote) => remote.poll_next(cx),
        }
    }
}

impl<T> fmt::Debug for JsItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsItems")
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for JsItems<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ItemsVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: DeserializeOwned> Visitor<'de> for ItemsVisitor<T> {
            type Value = ItemsKind<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an async iterable or an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<ItemsKind<T>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = elements.next_element()? {
                    items.push(item);
                }
                Ok(ItemsKind::Array(items.into_iter()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<ItemsKind<T>, A::Error> {
                match entries.next_entry::<String, MarkId>()? {
                    Some((key, id)) if key == JS_ITEMS_KEY && entries.next_key::<IgnoredAny>()?.is_none() => {
                        let handle = handle(id.saturated())?;
                        // Only Rust uses the source.
                        handle.take_ownership();
                        Ok(ItemsKind::Remote(Box::new(Remote {
                            object: Some(JsObjectReference::from_handle(handle)),
                            call: None,
                            requested: 0,
                            window: MIN_WINDOW,
                            batch: None,
                            has_items: false,
                            has_waited: false,
                            item: PhantomData,
                        })))
                    }
                    _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                }
            }
        }

        deserializer.deserialize_struct(JS_REFERENCE_NAME, &[JS_ITEMS_KEY], ItemsVisitor(PhantomData)).map(Self)
    }
}
