//! Upgrades an HTTP request to a WebSocket.

use axum::body::Body;
use axum::extract::{FromRequestParts as _, Request, WebSocketUpgrade};
use axum::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, UPGRADE};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use hyper::upgrade::OnUpgrade;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// The subprotocol, which names the version.
const PROTOCOL: &str = "interop.v1";

/// A request that may become a WebSocket.
pub(crate) struct Upgrade {
    /// The request, which the application can inspect.
    pub(crate) request: Parts,
    connection: OnUpgrade,
    accept: Option<HeaderValue>,
    /// Whether it requests our subprotocol.
    pub(crate) speaks_protocol: bool,
}

impl Upgrade {
    /// Checks that the request requests a WebSocket.
    pub(crate) async fn new(request: Request) -> Result<Self, Response> {
        let (mut request, _) = request.into_parts();
        // axum removes it when it checks the headers.
        let connection = request.extensions.get::<OnUpgrade>().cloned();
        let asked = WebSocketUpgrade::from_request_parts(&mut request, &()).await;
        let asked = asked.map_err(axum::response::IntoResponse::into_response)?.protocols([PROTOCOL]);
        let speaks_protocol = asked.selected_protocol().is_some();
        let connection = connection.ok_or_else(|| StatusCode::UPGRADE_REQUIRED.into_response())?;
        // HTTP/2 has no key.
        let accept = request.headers.get(SEC_WEBSOCKET_KEY).map(|key| derive_accept_key(key.as_bytes()));
        let accept = accept.and_then(|accept| HeaderValue::try_from(accept).ok());
        Ok(Self { request, connection, accept, speaks_protocol })
    }

    /// Returns the request, and what accepts it: the connection, and the response that switches it over.
    pub(crate) fn into_parts(self) -> (Parts, OnUpgrade, Response) {
        let mut response = Response::new(Body::empty());
        if let Some(accept) = self.accept {
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
            response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
            response.headers_mut().insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
        (self.request, self.connection, response)
    }
}
