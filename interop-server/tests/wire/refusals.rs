//! How an application refuses a client so that its page receives the reason.

use std::borrow::Cow;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use interop_server::{Accepted, Refused, ServerOptions};
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::client::{Host, within};
use crate::connecting::refused;

fn refusing(refused: Refused) -> ServerOptions {
    ServerOptions::new().on_request(move |_| std::future::ready(Err::<Accepted, _>(refused.clone())))
}

#[tokio::test]
async fn a_refusal_is_a_close_code_with_the_reason_of_the_application() {
    for (refusal, code, reason) in [
        (Refused::unauthorized("Log in first."), 4401, "Log in first."),
        (Refused::forbidden(String::from("Not for you.")), 4403, "Not for you."),
        (Refused::too_many("You have five tabs open."), 4429, "You have five tabs open."),
        (Refused::unavailable("Back at ten."), 4503, "Back at ten."),
        (Refused::new(StatusCode::GONE, ""), 4410, ""),
    ] {
        assert_eq!((refusal.close_code(), refusal.reason()), (code, reason));
        let host = Host::start(refusing(refusal)).await;
        let mut silent = host.open().await;
        assert_eq!(silent.closed().await, (code, reason.to_owned()));
        let mut client = host.open().await;
        client.text(r#"["hello",{"version":1,"partBytes":32768}]"#).await;
        client.text("[\"call\",1,\"Wire\",\"add\",0]\n[2,40]").await;
        assert_eq!(client.closed().await, (code, reason.to_owned()), "nothing is answered before the refusal");
        host.until_connected(0).await;
    }
}

#[tokio::test]
async fn a_long_reason_is_cut_to_what_a_close_frame_holds() {
    let host = Host::start(refusing(Refused::forbidden("ä".repeat(100)))).await;
    assert_eq!(host.open().await.closed().await, (4403, "ä".repeat(61)));
}

#[tokio::test]
async fn one_hook_accepts_refuses_and_responds() {
    let options = ServerOptions::new().on_request(|request: Parts| async move {
        match request.headers.get("Cookie").map(HeaderValue::as_bytes) {
            Some(b"amy") => Ok(Accepted::new()),
            Some(_) => Err(Refused::unauthorized("Log in again.").into_response()),
            None => Err(Response::from((StatusCode::IM_A_TEAPOT, "no cookie").into_response())),
        }
    });
    let host = Host::start(options).await;
    let with_cookie = |cookie| {
        let mut request = host.request();
        request.headers_mut().insert("Cookie", HeaderValue::from_static(cookie));
        request
    };
    assert_eq!(host.try_open(with_cookie("rory")).await.unwrap().closed().await, (4401, "Log in again.".to_owned()));
    assert_eq!(refused(host.try_open(host.request()).await), 418);
    let mut amy = host.try_open(with_cookie("amy")).await.unwrap();
    amy.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(amy.receive().await.header()[0], "welcome");
}

#[tokio::test]
async fn a_refused_client_that_does_not_close_holds_a_connection_only_for_the_close_timeout() {
    let options = refusing(Refused::unauthorized("Log in first.")).max_connections(1);
    let host = Host::start(options.close_timeout(Duration::from_millis(50))).await;
    // It does not read, so it does not answer the close frame.
    let stubborn = host.open().await;
    host.until_connected(0).await;
    drop(stubborn);
}

#[tokio::test]
async fn as_the_response_of_a_route_it_is_its_status_and_its_reason() {
    let response = Refused::forbidden("Not for you.").into_response();
    assert_eq!(response.status(), 403);
    let body = within(axum::body::to_bytes(response.into_body(), 100)).await.unwrap();
    assert_eq!(body, "Not for you.");
}

#[test]
#[should_panic(expected = "`Refused::new` needs a status from 400 to 599, not 200 OK")]
fn success_is_no_refusal() {
    let _ = Refused::new(StatusCode::OK, Cow::Borrowed("fine"));
}
