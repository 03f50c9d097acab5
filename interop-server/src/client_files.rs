//! The JavaScript client, as it is in `interop-js/src`.

use std::hash::{DefaultHasher, Hasher as _};

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, ORIGIN, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::origin::AllowedOrigins;

/// A module of the client.
pub(crate) struct ClientFile {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! client_files {
    ($($name:literal),* $(,)?) => {
        &[$(ClientFile { name: $name, text: include_str!(concat!("../../interop-js/src/", $name)) }),*]
    };
}

/// Every file of `interop-js/src`.
pub(crate) const FILES: &[ClientFile] = client_files![
    "abort-signals.js",
    "brands.js",
    "call-queue.js",
    "circuit-streams.js",
    "circuit.js",
    "codec.js",
    "connection.js",
    "connections.js",
    "dispatcher.js",
    "dotnet-object.js",
    "dotnet.js",
    "elements.js",
    "errors.js",
    "events.js",
    "frames.js",
    "index.js",
    "interop.js",
    "limits.js",
    "marks.js",
    "members.js",
    "options.js",
    "parts.js",
    "pending-calls.js",
    "references.js",
    "streams.js",
    "timers.js",
    "wasm-circuit.js",
    "wasm-instance.js",
    "wasm-memory.js",
    "wasm-timers.js",
    "wasm.js",
];

impl ClientFile {
    /// The file, or that the browser has it already. The path never changes, so the browser asks each time. Pages of
    /// origins that may connect may also load it, which for a module they must be told.
    pub(crate) fn respond(&self, request: &HeaderMap, origins: &AllowedOrigins) -> Response {
        let tag = self.tag();
        let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|tags| tags.to_str().ok());
        let known = known.flat_map(|tags| tags.split(',')).map(|known| known.trim().trim_start_matches("W/"));
        let mut response = if known.into_iter().any(|known| known == "*" || known == tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            self.text.into_response()
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            headers.insert(ETAG, tag);
        }
        if origins.any {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        } else if origins.lists_any() {
            // A cache must not give one origin the response to another.
            headers.insert(VARY, HeaderValue::from_static("origin"));
            let origin = request.get(ORIGIN).filter(|origin| origin.to_str().is_ok_and(|origin| origins.lists(origin)));
            if let Some(origin) = origin {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            }
        }
        response
    }

    /// Changes with the text.
    fn tag(&self) -> String {
        let mut hasher = DefaultHasher::new();
        hasher.write(self.text.as_bytes());
        format!("\"{:016x}\"", hasher.finish())
    }
}
