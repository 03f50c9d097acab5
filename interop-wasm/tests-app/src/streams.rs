//! Streams of bytes, both ways.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::AsyncReadExt as _;
use futures_util::stream::{self, StreamExt as _};
use interop_core::{CallError, JsRuntime, JsStreamReference, StreamReference, js_invokable};
use serde::Serialize;
use serde_json::Value;

static SOURCES_DROPPED: AtomicU32 = AtomicU32::new(0);

struct Source;

impl Drop for Source {
    fn drop(&mut self) {
        SOURCES_DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// How many of the endless streams have ended in this instance.
#[js_invokable]
pub fn sources_dropped() -> u32 {
    SOURCES_DROPPED.load(Ordering::Relaxed)
}

/// Bytes that count from 0 to 250 again and again, in pieces that are no chunks.
#[js_invokable]
pub fn stream(length: u32) -> StreamReference {
    const PIECE: u32 = 251 * 200;
    let pieces = (0..length.div_ceil(PIECE)).map(move |piece| {
        let length = PIECE.min(length - piece * PIECE) as usize;
        Ok((0..=250).cycle().take(length).collect::<Vec<u8>>().into())
    });
    StreamReference::from_stream(stream::iter(pieces))
}

#[js_invokable]
pub async fn stream_async(length: u32) -> StreamReference {
    stream(length)
}

#[js_invokable]
pub fn endless_stream() -> StreamReference {
    let source = Source;
    let chunk = bytes::Bytes::from(vec![1; 1000]);
    StreamReference::from_stream(stream::repeat(chunk).map(move |chunk| {
        let _held = &source;
        Ok(chunk)
    }))
}

#[js_invokable]
pub fn broken_stream() -> StreamReference {
    let items = [Ok(bytes::Bytes::from_static(b"good")), Err(io::Error::other("the disk is gone"))];
    StreamReference::from_stream(stream::iter(items))
}

#[derive(Serialize)]
pub struct Summary {
    length: u64,
    /// Whether it was the pattern.
    intact: bool,
}

#[js_invokable]
pub async fn read_stream(reference: JsStreamReference, most: u64) -> Result<Summary, CallError> {
    let mut stream = reference.open_read_stream_up_to(most)?;
    let mut summary = Summary { length: 0, intact: true };
    while let Some(chunk) = stream.next().await {
        for byte in chunk? {
            summary.intact &= u64::from(byte) == summary.length % 251;
            summary.length += 1;
        }
    }
    Ok(summary)
}

/// Reads the beginning and lets go of the rest.
#[js_invokable]
pub async fn read_beginning(reference: JsStreamReference, bytes: u16) -> Result<Vec<u8>, CallError> {
    let mut stream = reference.open_read_stream_up_to(u64::MAX)?;
    let mut beginning = vec![0; bytes.into()];
    stream.read_exact(&mut beginning).await?;
    Ok(beginning)
}

/// Asks a function for a stream and reads it.
#[js_invokable]
pub async fn fetch_stream(js: JsRuntime, function: &str) -> Result<Summary, CallError> {
    read_stream(js.invoke(function, ()).await?, u64::MAX).await
}

/// Gives a function a stream.
#[js_invokable]
pub async fn pass_stream(js: JsRuntime, function: &str, length: u32) -> Result<Value, CallError> {
    Ok(js.invoke(function, (stream(length),)).await?)
}
