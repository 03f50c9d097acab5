//! Streams from Rust.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use futures_util::io::AsyncRead;
use futures_util::stream::Stream;
use serde::ser::{Serialize, Serializer};

use super::STREAM_CHUNK_BYTES;
use super::source::{ByteSource, SourceCell};
use crate::circuit::{Ambient, CircuitCore};
use crate::codec::{JS_REFERENCE_NAME, STREAM_KEY, write_reference};
use crate::error::CallError;
use crate::scope::{self, Phase, ReservedItem};
use crate::threading::{MaybeSend, Shared, lock};

/// Bytes that Rust offers to JavaScript. Use it in a result or in the arguments of a call to JavaScript, which receives
/// an object with `stream()` and `arrayBuffer()`.
///
/// It corresponds to Blazor's `DotNetStreamReference`. It can be sent once. The bytes are read only as fast as
/// JavaScript consumes them. If JavaScript does not begin to read within
/// [`CircuitOptions::stream_claim_timeout`](crate::CircuitOptions::stream_claim_timeout), or stops reading for
/// [`CircuitOptions::stream_read_timeout`](crate::CircuitOptions::stream_read_timeout), the source is dropped and the
/// reader gets an error. Until then an unread stream counts against
/// [`CircuitOptions::max_streams`](crate::CircuitOptions::max_streams).
///
/// ```
/// use interop_core::{StreamReference, js_invokable};
///
/// #[js_invokable]
/// pub fn report() -> StreamReference {
///     StreamReference::from_bytes(vec![0; 10_000_000])
/// }
/// ```
///
/// See "Stream from .NET to JavaScript" in the ASP.NET Core article.
pub struct StreamReference {
    source: SourceCell,
}

impl StreamReference {
    /// A stream of bytes that are in memory.
    pub fn from_bytes(bytes: impl Into<bytes::Bytes>) -> Self {
        let bytes = bytes.into();
        let held = bytes.len();
        Self::holding(held, futures_util::stream::once(async move { Ok(bytes) }))
    }

    /// A stream of the chunks that `stream` yields.
    pub fn from_stream(stream: impl Stream<Item = io::Result<bytes::Bytes>> + MaybeSend + 'static) -> Self {
        Self::holding(0, stream)
    }

    fn holding(held: usize, stream: impl Stream<Item = io::Result<bytes::Bytes>> + MaybeSend + 'static) -> Self {
        Self {
            source: Shared::new(Mutex::new(Some(ByteSource {
                stream: Box::pin(stream),
                held,
                ambient: Ambient::default(),
            }))),
        }
    }

    /// A stream of what `reader` reads.
    pub fn from_reader(reader: impl AsyncRead + MaybeSend + 'static) -> Self {
        Self::holding(
            STREAM_CHUNK_BYTES,
            ReaderChunks { reader: Box::pin(reader), buffer: vec![0; STREAM_CHUNK_BYTES] },
        )
    }

    /// A stream of what a reader of tokio reads.
    #[cfg(feature = "tokio")]
    pub fn from_tokio_reader(reader: impl tokio::io::AsyncRead + MaybeSend + 'static) -> Self {
        Self::from_reader(TokioReader(Box::pin(reader)))
    }
}

impl fmt::Debug for StreamReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StreamReference")
    }
}

impl Serialize for StreamReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sent = CircuitCore::with_current(Phase::Encode, |circuit| {
            // Not in the scrutinee, where the lock would be held: a stream that is not sent is returned to its cell.
            let source = lock(&self.source).take();
            match source {
                Some(mut source) => {
                    source.ambient = Ambient::current(&*circuit.services);
                    let id = circuit.streams.offer(&circuit.link, &circuit.objects, &self.source, source)?;
                    let circuit = Shared::clone(circuit);
                    scope::take(ReservedItem::Stream(circuit.into_sender(), id));
                    Ok(id)
                }
                None => Err(CallError::internal("a StreamReference can be sent only once")),
            }
        });
        let id = match sent {
            Some(Ok(id)) => id,
            Some(Err(error)) => return Err(scope::refuse_writing(error)),
            None => return Err(scope::refuse_writing(scope::no_circuit("a StreamReference"))),
        };
        write_reference(serializer, JS_REFERENCE_NAME, STREAM_KEY, &id)
    }
}

/// Splits what a reader reads into chunks.
struct ReaderChunks<R> {
    reader: Pin<Box<R>>,
    buffer: Vec<u8>,
}

impl<R: AsyncRead> Stream for ReaderChunks<R> {
    type Item = io::Result<bytes::Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        match std::task::ready!(this.reader.as_mut().poll_read(cx, &mut this.buffer)) {
            Ok(0) => Poll::Ready(None),
            Ok(count) => Poll::Ready(Some(Ok(bytes::Bytes::copy_from_slice(&this.buffer[..count])))),
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }
}

#[cfg(feature = "tokio")]
struct TokioReader<R>(Pin<Box<R>>);

#[cfg(feature = "tokio")]
impl<R: tokio::io::AsyncRead> AsyncRead for TokioReader<R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        let mut buffer = tokio::io::ReadBuf::new(buffer);
        std::task::ready!(self.0.as_mut().poll_read(cx, &mut buffer))?;
        Poll::Ready(Ok(buffer.filled().len()))
    }
}
