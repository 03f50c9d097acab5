//! Refused requests.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

/// A request is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    text: &'static str,
    retry_after: Option<Duration>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: &'static str) -> Self {
        Self { status, text, retry_after: None }
    }

    /// There were too many requests.
    pub(crate) fn too_many(retry_after: Duration) -> Self {
        let text = "too many connections from this client";
        Self { status: StatusCode::TOO_MANY_REQUESTS, text, retry_after: Some(retry_after) }
    }
}

impl From<Refusal> for Response {
    fn from(Refusal { status, text, retry_after }: Refusal) -> Self {
        let mut response = (status, text).into_response();
        if let Some(time) = retry_after {
            // Whole seconds, rounded up, so that a client that waits this long is admitted.
            let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
