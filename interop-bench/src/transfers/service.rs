//! The same transfers as methods of a circuit and as handlers of axum.

// Methods must be public, although nothing outside this program can use them.
#![allow(unreachable_pub)]

use std::io;
use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream, StreamExt as _};
use interop_core::{CallError, CircuitOptions, JsStreamReference, StreamReference, js_invokable};
use interop_server::ServerOptions;

/// The size of the large transfers.
pub(super) const FILE_BYTES: usize = 16 * 1024 * 1024;

/// The number and the size of the lines.
pub(super) const LINES: usize = 50_000;
pub(super) const LINE_BYTES: usize = 40;

static FILE: LazyLock<Bytes> = LazyLock::new(|| vec![7; FILE_BYTES].into());

pub(super) fn router() -> Router {
    let options = ServerOptions::new().circuit(CircuitOptions::new().detailed_errors(false));
    Router::new()
        .route("/file", get(async || Body::from(FILE.clone())))
        .route("/lines", get(async || Body::from_stream(pieces())))
        .route("/upload", post(async |body: Body| count(body.into_data_stream()).await.to_string()))
        .merge(interop_server::router(options))
}

/// The lines, each as a piece of its own, as a source that formats records yields them.
fn pieces() -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::iter((0..LINES).map(|_| Ok(Bytes::from_static(&[b'.'; LINE_BYTES]))))
}

async fn count<E>(bytes: impl Stream<Item = Result<Bytes, E>>) -> usize {
    bytes.fold(0, async |sum, piece| sum + piece.map_or(0, |piece| piece.len())).await
}

#[js_invokable(assembly = "Transfers")]
pub fn file() -> StreamReference {
    StreamReference::from_bytes(FILE.clone())
}

#[js_invokable(assembly = "Transfers")]
pub fn lines() -> StreamReference {
    StreamReference::from_stream(pieces())
}

#[js_invokable(assembly = "Transfers")]
pub async fn upload(bytes: JsStreamReference) -> Result<usize, CallError> {
    Ok(count(bytes.open_read_stream_up_to(FILE_BYTES as u64)?).await)
}
