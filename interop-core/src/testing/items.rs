use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::stream::Stream;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::circuit::host::NEXT;
use crate::codec::{ITEMS_KEY, JS_REFERENCE_NAME, MarkId};
use crate::error::CallFailure;
use crate::in_process::{InProcess, PendingCall};

/// A stream of values from Rust as JavaScript receives it, in a result or in arguments.
pub struct RustItems<T> {
    id: u64,
    item: PhantomData<fn() -> T>,
}

impl<'de, T> Deserialize<'de> for RustItems<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ReceivedBatchVisitor;

        impl<'de> Visitor<'de> for ReceivedBatchVisitor {
            type Value = u64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference to a stream of items")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<u64, A::Error> {
                match entries.next_entry::<String, MarkId>()? {
                    Some((key, id)) if key == ITEMS_KEY && entries.next_key::<IgnoredAny>()?.is_none() => id.natural(),
                    _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
                }
            }
        }

        let id = deserializer.deserialize_struct(JS_REFERENCE_NAME, &[ITEMS_KEY], ReceivedBatchVisitor)?;
        Ok(Self { id, item: PhantomData })
    }
}

impl<T> RustItems<T> {
    /// Its id.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Starts to read it, up to 16 values ahead. Nothing is requested before the reader is polled.
    pub fn read(self, app: &InProcess) -> RustItemReader<T> {
        self.read_ahead(app, 16)
    }

    /// As [`read`](Self::read), up to this many values ahead.
    pub fn read_ahead(self, app: &InProcess, credit: u64) -> RustItemReader<T> {
        RustItemReader { app: app.clone(), id: self.id, credit, read: VecDeque::new(), call: None, ended: false }
    }
}

impl<T> fmt::Debug for RustItems<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RustItems({})", self.id)
    }
}

/// The answer to a request for values.
#[derive(serde::Deserialize)]
struct ReceivedBatch<T> {
    items: VecDeque<T>,
    done: bool,
}

/// The values of a [`RustItems`]. It ends after an error. Dropping it makes Rust drop the stream.
pub struct RustItemReader<T> {
    app: InProcess,
    id: u64,
    credit: u64,
    read: VecDeque<T>,
    call: Option<PendingCall<ReceivedBatch<T>>>,
    ended: bool,
}

impl<T> Unpin for RustItemReader<T> {}

impl<T: DeserializeOwned> Stream for RustItemReader<T> {
    type Item = Result<T, CallFailure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.read.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            if this.ended {
                return Poll::Ready(None);
            }
            let (app, id, credit) = (&this.app, this.id, this.credit);
            let call = this.call.get_or_insert_with(|| app.object(id).call_async(NEXT, (credit,)));
            let answer = ready!(Pin::new(call).poll(cx));
            this.call = None;
            match answer {
                Ok(batch) => {
                    this.read = batch.items;
                    this.ended = batch.done;
                }
                Err(failure) => {
                    this.ended = true;
                    return Poll::Ready(Some(Err(failure)));
                }
            }
        }
    }
}

impl<T> Drop for RustItemReader<T> {
    fn drop(&mut self) {
        if !self.ended {
            // This cancels the call.
            drop(self.call.take());
            self.app.settle();
            // The circuit may have ended.
            let _ = self.app.object(self.id).dispose();
        }
    }
}

impl<T> fmt::Debug for RustItemReader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RustItemReader({})", self.id)
    }
}
