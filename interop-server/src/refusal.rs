//! Refused requests: by the server with an HTTP status, and by the application with a close code of the WebSocket.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// Refuses a client with a reason that its page receives: the opposite of [`Accepted`](crate::Accepted).
///
/// A page cannot see the HTTP status with which a WebSocket is refused; to its script, every such refusal looks like a
/// server that cannot be reached. The server therefore opens the WebSocket and closes it at once with the code 4000 plus
/// the status, such as 4401 for [`unauthorized`](Self::unauthorized), and with the reason. The JavaScript client raises
/// the event `refused` and fails all calls with the code `refused`. It does not try again until the page calls
/// `connect()`, for example after the user has logged in.
///
/// ```
/// use axum::http::request::Parts;
/// use interop_server::{Accepted, Refused, ServerOptions};
///
/// let options = ServerOptions::new().on_request(|request: Parts| async move {
///     if !request.headers.contains_key("Cookie") {
///         return Err(Refused::unauthorized("Log in first."));
///     }
///     Ok(Accepted::new())
/// });
/// ```
///
/// As the response of any other route, it is the status with the reason as its body. A function that also refuses with
/// other responses can convert it with [`IntoResponse`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Refused {
    status: StatusCode,
    reason: Cow<'static, str>,
}

impl Refused {
    /// Close code 4401: the client has not said who it is, or its session has ended.
    pub fn unauthorized(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, reason)
    }

    /// Close code 4403: the user may not connect.
    pub fn forbidden(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, reason)
    }

    /// Close code 4429: the user has too many connections.
    pub fn too_many(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, reason)
    }

    /// Close code 4503: the application cannot serve the client now. Unlike after other refusals, the client tries again
    /// by itself, with growing delays.
    pub fn unavailable(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, reason)
    }

    /// Close code 4000 plus the status. The client does not try again after the codes 4400 to 4499, and does after 4500
    /// to 4599.
    ///
    /// The reason is sent to the client, up to 123 bytes of UTF-8, which is all that a WebSocket can carry.
    ///
    /// # Panics
    ///
    /// If the status is not an error, that is, not from 400 to 599.
    pub fn new(status: StatusCode, reason: impl Into<Cow<'static, str>>) -> Self {
        assert!(
            status.is_client_error() || status.is_server_error(),
            "`Refused::new` needs a status from 400 to 599, not {status}"
        );
        Self { status, reason: reason.into() }
    }

    /// The code with which the WebSocket is closed.
    pub fn close_code(&self) -> u16 {
        4000 + self.status.as_u16()
    }

    /// The reason that the client receives.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.reason.clone()).into_response();
        // The server recognizes the refusal by it.
        response.extensions_mut().insert(self);
        response
    }
}

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
