//! Layers and policies of a server.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::StatusCode;
use axum::http::request::Parts;
use interop_core::{
    CallError, CallInfo, CallLayer, CallOutcome, FromCall, PolicyLayer, Registry, js_invokable, methods,
};
use interop_server::{Accepted, OptionProblem, Server, ServerOptions};
use serde_json::{Value, json};

use crate::client::{Client, Host, Received};

#[js_invokable]
pub fn price(number: u32) -> u32 {
    number * 3
}

#[js_invokable(policy = "admin")]
pub async fn refund(admin: Admin, order: u32) -> String {
    format!("order {order} by {}", admin.0)
}

pub struct User {
    name: String,
}

pub struct Admin(String);

impl FromCall for Admin {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        let user = call.state::<User>().ok_or_else(|| CallError::new("unauthenticated", "log in first"))?;
        Ok(Self(user.name.clone()))
    }
}

/// Lets those pass whose name is the word.
fn by_name() -> impl CallLayer {
    PolicyLayer::new(|call: &CallInfo<'_>, word: &str| match call.state::<User>() {
        Some(user) if user.name == word => Ok(()),
        _ => Err(CallError::new("forbidden", format!("only for {word}"))),
    })
}

#[derive(Clone, Default)]
struct Running {
    now: Arc<AtomicUsize>,
    ended: Arc<AtomicUsize>,
}

impl CallLayer for Running {
    fn before(&self, _: &CallInfo<'_>) -> Result<(), CallError> {
        self.now.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn after(&self, _: &CallInfo<'_>, _: &CallOutcome<'_>) {
        self.now.fetch_sub(1, Ordering::SeqCst);
        self.ended.fetch_add(1, Ordering::SeqCst);
    }
}

/// Every client says who it is, and the application believes it.
fn by_cookie(options: ServerOptions) -> ServerOptions {
    crate::all_states(options).on_request(|request: Parts| async move {
        let name = request.headers.get("Cookie").and_then(|name| name.to_str().ok());
        Ok::<_, StatusCode>(match name {
            Some(name) => Accepted::new().state(User { name: name.to_owned() }),
            None => Accepted::new(),
        })
    })
}

async fn connect(host: &Host, name: &'static str) -> Client {
    let mut request = host.request();
    request.headers_mut().insert("Cookie", name.parse().unwrap());
    let mut client = host.try_open(request).await.unwrap();
    client.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(client.receive().await.header()[0], "welcome");
    client
}

async fn code(client: &mut Client, method: &str, args: Value) -> Value {
    client.begin(method, &args).await;
    let Received::Text(_, Some(body)) = client.receive().await else { panic!("not answered") };
    body["code"].clone()
}

#[tokio::test]
async fn layers_of_the_server_are_around_the_calls_of_all_clients() {
    let running = Running::default();
    let host = Host::start(by_cookie(ServerOptions::new().layer(running.clone()).layer(by_name()))).await;
    let (mut admin, mut guest) = (connect(&host, "admin").await, connect(&host, "guest").await);
    assert_eq!(admin.call("refund", json!([7])).await, "order 7 by admin");
    assert_eq!(guest.call("price", json!([2])).await, 6);
    assert_eq!(code(&mut guest, "refund", json!([7])).await, "forbidden");
    assert_eq!(code(&mut guest, "nothing", json!([])).await, "not_found");
    assert_eq!((running.now.load(Ordering::SeqCst), running.ended.load(Ordering::SeqCst)), (0, 3));
}

#[test]
fn a_server_with_policies_and_without_a_layer_for_them_does_not_start() {
    let error = Server::try_new(crate::all_states(ServerOptions::new().layer(Running::default()))).unwrap_err();
    let problems: Vec<_> = error.problems().collect();
    assert_eq!(problems.iter().map(|problem| problem.option()).collect::<Vec<_>>(), ["layer"]);
    let text = OptionProblem::reason(problems[0]);
    assert!(text.contains("`Wire.refund` has the policy `admin` at interop-server/tests/guards/layers.rs:"), "{text}");
    Server::try_new(crate::all_states(ServerOptions::new().layer(by_name()))).unwrap();
}

#[tokio::test]
async fn a_client_whose_methods_nobody_decides_about_is_not_served() {
    let open = Registry::builder().methods(methods![price]).build().unwrap();
    let guarded = Registry::builder().methods(methods![price, refund]).build().unwrap();
    let options = ServerOptions::new().registry(open).on_request(move |request: Parts| {
        let is_admin = request.headers.get("Cookie").is_some_and(|name| name == "admin");
        let accepted = Accepted::new();
        let accepted = if is_admin { accepted.registry(guarded.clone()) } else { accepted };
        async { Ok::<_, StatusCode>(accepted) }
    });
    let host = Host::start(options).await;
    let mut guest = connect(&host, "guest").await;
    assert_eq!(guest.call("price", json!([2])).await, 6);
    let mut request = host.request();
    request.headers_mut().insert("Cookie", "admin".parse().unwrap());
    let mut admin = host.try_open(request).await.unwrap();
    admin.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(admin.closed().await.0, 4500);
}
