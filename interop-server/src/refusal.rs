//! Why a request is not answered.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

/// A request is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    text: &'static str,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: &'static str) -> Self {
        Self { status, text }
    }
}

impl From<Refusal> for Response {
    fn from(Refusal { status, text }: Refusal) -> Self {
        (status, text).into_response()
    }
}
