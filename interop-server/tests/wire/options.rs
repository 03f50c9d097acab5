//! Invalid options.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use interop_core::CircuitOptions;
use interop_server::{OptionProblem, Server};
use serde_json::{Value, json};

use crate::client::{Host, text};

#[test]
fn all_wrong_options_are_reported_at_once_each_with_its_fix() {
    let options = crate::methods::options()
        .path("interop")
        .allow_origin("https://app.example/")
        .allow_origin("https://right.example")
        .allow_origin("*")
        .allowed_hosts(["app.example:443"])
        .circuit(CircuitOptions::new().max_json_depth(0));
    let error = Server::try_new(options.clone()).unwrap_err();
    let found: Vec<_> = error.problems().map(OptionProblem::option).collect();
    assert_eq!(found, ["circuit", "path", "allow_origin", "allow_origin", "allowed_hosts"]);
    let text = error.to_string();
    for part in
        ["`ServerOptions::path`", "`/interop`", "`https://app.example`", "`allow_any_origin`", "write `app.example`"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    let panic = catch_unwind(AssertUnwindSafe(|| Server::new(options))).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>(), Some(&text));
}

#[test]
fn a_path_must_be_one_that_requests_can_have() {
    for path in ["", "interop", "/{id}", "/*rest", "/a/:id", "/a b", "/ä", "/a/../b", "/./a", "/a?b", "/a#b", "/%zz"] {
        assert!(Server::try_new(crate::methods::options().path(path)).is_err(), "{path}");
    }
    for path in ["/", "/a", "/a/", "/a/b.c", "/%C3%A4", "/~a"] {
        let server = Server::try_new(crate::methods::options().path(path)).unwrap();
        let _: axum::Router = server.router();
    }
}

#[tokio::test]
async fn times_that_no_clock_can_count_never_end() {
    let never = Duration::MAX;
    let circuit = CircuitOptions::new().js_call_timeout(never).stream_claim_timeout(never);
    let options = crate::methods::options()
        .circuit(circuit)
        .keep_alive(never)
        .timeout(never)
        .handshake_timeout(never)
        .write_timeout(never)
        .request_timeout(never)
        .close_timeout(never);
    let host = Host::start(options).await;
    let mut client = host.connect().await;
    client.assert_works().await;
    let call = client.begin("ask", &json!(["Name?"])).await;
    client.receive().await;
    client.text("[\"result\"]\n[2,true,\"Amy\"]").await;
    assert_eq!(client.receive().await, text(json!(["reply", call]), json!("Amy")));
    let Value::Object(stream) = client.call("stream_of", json!([3])).await else { panic!("not a stream") };
    client.text(json!(["claim", stream["__dotNetStream"], 4]).to_string()).await;
    assert_eq!(client.receive().await.bytes()[0], 2);
    client.close().await;
}

#[test]
fn numbers_with_which_nothing_would_work_are_refused_by_name() {
    let circuit = CircuitOptions::new().js_call_timeout(Duration::ZERO);
    let zero = Duration::ZERO;
    let wrong = [
        ("circuit", crate::methods::options().circuit(circuit)),
        ("keep_alive", crate::methods::options().keep_alive(zero)),
        ("handshake_timeout", crate::methods::options().handshake_timeout(zero)),
        ("write_timeout", crate::methods::options().write_timeout(zero)),
        ("request_timeout", crate::methods::options().request_timeout(zero)),
        ("max_connections", crate::methods::options().max_connections(0)),
    ];
    for (option, options) in wrong {
        let error = Server::try_new(options).unwrap_err();
        let found: Vec<_> = error.problems().map(OptionProblem::option).collect();
        assert_eq!(found, [option]);
    }
    let raised = crate::methods::options().timeout(zero).close_timeout(zero).max_frame_bytes(0);
    assert!(Server::try_new(raised).is_ok());
}
