//! Options that cannot be used.

use std::panic::{AssertUnwindSafe, catch_unwind};

use interop_core::CircuitOptions;
use interop_server::{OptionProblem, Server, ServerOptions};

#[test]
fn all_wrong_options_are_reported_at_once_each_with_its_fix() {
    let options = ServerOptions::new()
        .path("interop")
        .allow_origin("https://app.example/")
        .allow_origin("https://right.example")
        .allow_origin("*")
        .allowed_hosts(["app.example:443"])
        .circuit(CircuitOptions { max_json_depth: 0, ..CircuitOptions::default() });
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
        assert!(Server::try_new(ServerOptions::new().path(path)).is_err(), "{path}");
    }
    for path in ["/", "/a", "/a/", "/a/b.c", "/%C3%A4", "/~a"] {
        let server = Server::try_new(ServerOptions::new().path(path)).unwrap();
        let _: axum::Router = server.router();
    }
}
