//! The source of a stream from Rust, and how much of it the client accepts.

use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::stream::Stream;
use futures_util::task::AtomicWaker;

use crate::circuit::{Ambient, Charge, drop_quietly};
use crate::threading::Shared;

#[cfg(not(target_arch = "wasm32"))]
type BoxStream = Pin<Box<dyn Stream<Item = io::Result<bytes::Bytes>> + Send>>;
#[cfg(target_arch = "wasm32")]
type BoxStream = Pin<Box<dyn Stream<Item = io::Result<bytes::Bytes>>>>;

/// The source of the bytes of a stream.
pub(crate) struct ByteSource {
    pub(super) stream: BoxStream,
    /// The number of bytes that it holds in memory, as far as is known.
    pub(crate) held: usize,
    /// Where it was sent, and where it therefore runs.
    pub(crate) ambient: Ambient,
}

impl ByteSource {
    /// Drops the stream, which belongs to the application.
    pub(crate) fn discard(self) {
        let _entered = self.ambient.enter();
        drop_quietly(self.stream);
    }
}

/// The source of a stream until it is sent.
pub(crate) type SourceCell = Shared<Mutex<Option<ByteSource>>>;

/// How much of a stream the client accepts.
#[derive(Default)]
pub(crate) struct StreamControl {
    pub(super) claimed: AtomicBool,
    pub(super) cancelled: AtomicBool,
    /// The number of chunks or bytes that the client is ready to receive.
    pub(super) credit: AtomicU64,
    pub(super) waker: AtomicWaker,
}

impl StreamControl {
    /// The control of a stream with this credit before it is claimed.
    pub(crate) fn with_credit(credit: u64) -> Self {
        Self { credit: AtomicU64::new(credit), ..Self::default() }
    }

    pub(crate) fn claim(&self, credit: u64) {
        self.claimed.store(true, Ordering::Release);
        self.grant(credit);
    }

    pub(crate) fn grant(&self, credit: u64) {
        let add = |before: u64| Some(before.saturating_add(credit));
        // This never fails, because the closure always returns a value.
        let _ = self.credit.fetch_update(Ordering::AcqRel, Ordering::Acquire, add);
        self.waker.wake();
    }

    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.waker.wake();
    }
}

/// A stream whose message was sent, before the driver takes it over.
pub(crate) struct StartedStream {
    pub(crate) id: u64,
    pub(crate) source: ByteSource,
    pub(crate) control: Shared<StreamControl>,
    pub(crate) charge: Charge,
}
