//! A server whose methods take states that it was not given does not start.

#![allow(unreachable_pub, reason = "static methods are public, and nothing here is a library")]

use axum::http::StatusCode;
use axum::http::request::Parts;
use interop_core::{Registry, State, js_invokable, methods};
use interop_server::{Accepted, OptionProblem, Server, ServerOptions};
use serde_json::json;

use crate::client::Host;

pub(crate) struct Prices(u32);

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn price_of(quantity: u32, prices: &State<Prices>) -> u32 {
    prices.0 * quantity
}

pub(crate) struct Undeclared;

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn needs_more(_: &State<Undeclared>) {}

fn registry() -> Registry {
    Registry::builder().methods(methods![price_of]).build().unwrap()
}

fn options() -> ServerOptions {
    ServerOptions::new().registry(registry())
}

#[test]
fn the_error_names_the_type_the_method_and_what_to_write() {
    let error = Server::try_new(options()).unwrap_err();
    let problems: Vec<_> = error.problems().collect();
    assert_eq!(problems.iter().map(|problem| problem.option()).collect::<Vec<_>>(), ["state"]);
    let text = OptionProblem::reason(problems[0]);
    for part in ["states::Prices>` is taken by `Wire.price_of`", "with `state`", "`connection_state`"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn a_state_of_all_clients_or_a_declared_state_of_each_is_enough() {
    Server::try_new(options().state(Prices(3))).unwrap();
    let declared = options()
        .connection_state::<Prices>()
        .on_request(|_: Parts| async { Ok::<_, StatusCode>(Accepted::new().state(Prices(3))) });
    let host = Host::start(declared).await;
    assert_eq!(host.connect().await.call("price_of", json!([2])).await, 6);
}

#[tokio::test]
async fn a_client_with_a_registry_of_its_own_needs_the_states_of_its_methods() {
    let needs_more = Registry::builder().methods(methods![needs_more]).build().unwrap();
    let options =
        ServerOptions::new().registry(Registry::builder().build().unwrap()).on_request(move |request: Parts| {
            let is_other = request.headers.contains_key("Cookie");
            let registry = if is_other { needs_more.clone() } else { registry() };
            async { Ok::<_, StatusCode>(Accepted::new().registry(registry).state(Prices(3))) }
        });
    let host = Host::start(options).await;
    assert_eq!(host.connect().await.call("price_of", json!([2])).await, 6);
    let mut request = host.request();
    request.headers_mut().insert("Cookie", "other".parse().unwrap());
    let mut refused = host.try_open(request).await.unwrap();
    refused.text(r#"["hello",{"version":1}]"#).await;
    assert_eq!(refused.closed().await.0, 4500);
}
