//! Streams from JavaScript.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::io::AsyncRead;
use futures_util::stream::Stream;
use serde::de::{self, Deserialize, Deserializer};

use super::arrivals::IncomingStream;
use crate::circuit::CircuitCore;
use crate::codec::JsReference;
use crate::js::{JsError, JsHandle, JsObjectReference};
use crate::scope::Phase;
use crate::threading::{BoxFuture, Shared, WeakShared, lock};

/// Bytes that JavaScript offers: an argument that was created with `DotNet.createJSStreamReference(data)`, or the
/// result of a call to JavaScript that returns an `ArrayBuffer`, a `Blob` or a typed array.
///
/// It corresponds to Blazor's `IJSStreamReference`.
///
/// Rust owns a reference that it has received: when its last clone and the [`JsReadStream`] are dropped, JavaScript
/// releases the bytes. JavaScript therefore creates a new reference for each call.
///
/// ```
/// use futures_util::AsyncReadExt;
/// use interop_core::{CallError, JsRuntime, JsStreamReference, js_invokable};
///
/// #[js_invokable]
/// pub async fn save(js: JsRuntime) -> Result<usize, CallError> {
///     let reference: JsStreamReference = js.invoke("streamToDotNet", ()).await?;
///     let mut stream = reference.open_read_stream_up_to(10_000_000)?;
///     let mut content = Vec::new();
///     stream.read_to_end(&mut content).await?;
///     Ok(content.len())
/// }
/// ```
///
/// See "Stream from JavaScript to .NET" in the ASP.NET Core article.
#[derive(Clone)]
pub struct JsStreamReference {
    object: JsObjectReference,
    core: WeakShared<CircuitCore>,
    length: u64,
    /// Present if the first bytes of the stream came with the reference.
    _portion: Option<Shared<HeldPortion>>,
}

/// Keeps the first bytes of a stream until it is opened or its last reference is dropped.
struct HeldPortion {
    core: WeakShared<CircuitCore>,
    object_id: u64,
}

impl Drop for HeldPortion {
    fn drop(&mut self) {
        // Modules have no portions, and need no code for them.
        if cfg!(not(target_arch = "wasm32"))
            && let Some(core) = self.core.upgrade()
        {
            core.streams.forget_portion(self.object_id);
        }
    }
}

impl JsStreamReference {
    /// The size up to which [`open_read_stream`](Self::open_read_stream) reads: 512 000 bytes.
    pub const DEFAULT_MAX_ALLOWED_SIZE: u64 = 512_000;

    /// The number of bytes that JavaScript has declared.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The JavaScript object that holds the bytes.
    pub fn object(&self) -> &JsObjectReference {
        &self.object
    }

    /// Starts to read the stream if it is at most 512 000 bytes long.
    ///
    /// # Errors
    ///
    /// If the stream is longer, if the reference was disposed, or if the client has disconnected.
    pub fn open_read_stream(&self) -> Result<JsReadStream, JsError> {
        self.open_read_stream_up_to(Self::DEFAULT_MAX_ALLOWED_SIZE)
    }

    /// Starts to read the stream if it is at most `max_allowed_size` bytes long.
    ///
    /// # Errors
    ///
    /// If the stream is longer, if the reference was disposed, or if the client has disconnected.
    pub fn open_read_stream_up_to(&self, max_allowed_size: u64) -> Result<JsReadStream, JsError> {
        if self.length > max_allowed_size {
            return Err(JsError::Limit(format!(
                "The incoming data stream of length {} exceeds the maximum allowed length {max_allowed_size}.",
                self.length
            )));
        }
        if self.object.is_disposed() {
            return Err(JsError::Disposed);
        }
        let core = self.core.upgrade().ok_or(JsError::Disconnected)?;
        let (id, shared) = core.streams.open(&core.link, self.object.id(), self.length, || core.services.now())?;
        Ok(JsReadStream {
            id,
            shared,
            core: self.core.clone(),
            timer: None,
            rest: bytes::Bytes::new(),
            broken: false,
            _object: self.object.clone(),
        })
    }
}

impl fmt::Debug for JsStreamReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsStreamReference({}, {} bytes)", self.object.id(), self.length)
    }
}

impl<'de> Deserialize<'de> for JsStreamReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let reference = JsReference::deserialize(deserializer)?;
        let length = reference
            .stream_length
            .ok_or_else(|| de::Error::custom("Required property __jsStreamReferenceLength not found."))?;
        let handle: Shared<JsHandle> = crate::js::handle(reference.id)?;
        // Only Rust uses the object. Without this, the page would hold the bytes until it is closed.
        handle.take_ownership();
        let core = CircuitCore::with_current(Phase::Decode, Shared::downgrade)
            .ok_or_else(|| de::Error::custom("not in a circuit"))?;
        let object = JsObjectReference::from_handle(handle);
        let object_id = object.id();
        let has_portion = core
            .upgrade()
            .is_some_and(|circuit| circuit.link.options.credit.is_bytes() && circuit.streams.hold_portion(object_id));
        let portion = has_portion.then(|| Shared::new(HeldPortion { core: core.clone(), object_id }));
        Ok(Self { object, core, length, _portion: portion })
    }
}

impl serde::Serialize for JsStreamReference {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.object.serialize(serializer)
    }
}

/// The bytes of a [`JsStreamReference`]: it implements `AsyncRead` and `Stream` of `futures`.
///
/// At most [`CircuitOptions::max_stream_window`](crate::CircuitOptions::max_stream_window) bytes are held in memory,
/// regardless of the length of the stream. Dropping the reader makes JavaScript stop sending.
pub struct JsReadStream {
    id: u64,
    shared: Shared<IncomingStream>,
    core: WeakShared<CircuitCore>,
    timer: Option<BoxFuture<'static, ()>>,
    rest: bytes::Bytes,
    /// Whether the error was returned. As a [`Stream`], it ends after its error.
    broken: bool,
    /// Keeps the bytes alive in JavaScript while they are read.
    _object: JsObjectReference,
}

impl JsReadStream {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<bytes::Bytes, JsError>>> {
        let mut state = lock(&self.shared.state);
        let core = self.core.upgrade();
        let now = || core.as_ref().map_or(Duration::ZERO, |core| core.services.now());
        while let Some((chunk, grant)) = state.take(now) {
            drop(state);
            if grant > 0
                && let Some(core) = &core
            {
                core.streams.grant_arrivals(&core.link, self.id, grant);
            }
            // An empty chunk contains no data, so it does not extend the wait.
            if !chunk.is_empty() {
                self.timer = None;
                return Poll::Ready(Some(Ok(chunk)));
            }
            state = lock(&self.shared.state);
        }
        match &state.end {
            Some(Ok(())) => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error.clone()))),
            None => state.reader = Some(cx.waker().clone()),
        }
        drop(state);
        let Some(core) = core else { return Poll::Ready(Some(Err(JsError::Disconnected))) };
        if let Some(patience) = core.link.options.js_call_timeout {
            let timer = self.timer.get_or_insert_with(|| core.sleep(patience));
            std::task::ready!(timer.as_mut().poll(cx));
            if core.link.hold.puts_off(cx.waker()) {
                self.timer = None;
            } else {
                let text = "Did not receive any data in the allotted time.".to_owned();
                self.shared.end(JsError::Stream(text.clone()));
                core.streams.close_arrivals(&core.link, self.id, true);
                return Poll::Ready(Some(Err(JsError::Stream(text))));
            }
        }
        Poll::Pending
    }
}

impl Stream for JsReadStream {
    type Item = Result<bytes::Bytes, JsError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.rest))));
        }
        if self.broken {
            return Poll::Ready(None);
        }
        let chunk = std::task::ready!(self.poll_chunk(cx));
        self.broken = matches!(chunk, Some(Err(_)));
        Poll::Ready(chunk)
    }
}

impl AsyncRead for JsReadStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        if buffer.is_empty() {
            return Poll::Ready(Ok(0));
        }
        if self.rest.is_empty() {
            match std::task::ready!(self.poll_chunk(cx)) {
                Some(Ok(chunk)) => self.rest = chunk,
                Some(Err(error)) => return Poll::Ready(Err(io::Error::other(error))),
                None => return Poll::Ready(Ok(0)),
            }
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest.split_to(count));
        Poll::Ready(Ok(count))
    }
}

#[cfg(feature = "tokio")]
impl tokio::io::AsyncRead for JsReadStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let room = buffer.initialize_unfilled();
        let count = std::task::ready!(AsyncRead::poll_read(self.as_mut(), cx, room))?;
        buffer.advance(count);
        Poll::Ready(Ok(()))
    }
}

impl Drop for JsReadStream {
    fn drop(&mut self) {
        if let Some(core) = self.core.upgrade() {
            let sending = lock(&self.shared.state).sending;
            core.streams.close_arrivals(&core.link, self.id, sending);
        }
    }
}

impl fmt::Debug for JsReadStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsReadStream({})", self.id)
    }
}
