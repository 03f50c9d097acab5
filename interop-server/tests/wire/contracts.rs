//! Contracts: announced to clients, and served where the application allows it.

use axum::http::HeaderMap;
use interop_server::Server;

use crate::client::Host;
use crate::client_files::fetch;

const DOCUMENT: &str = r#"{"interopContract":1,"assemblies":{"Shop":{"hash":"5409","methods":{}},"Store":{"hash":"5701","methods":{}}},"types":{}}"#;
const PATH: &str = "/_interop/contract.json";

async fn get(server: &Server, headers: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    fetch(server, PATH, headers).await
}

#[tokio::test]
async fn a_contract_is_served_only_if_the_application_says_so() {
    for options in [crate::methods::options(), crate::methods::options().announce_contract(DOCUMENT)] {
        assert_eq!(get(&Server::new(options), &[]).await.0, 404);
    }
    let server = Server::new(crate::methods::options().serve_contract(DOCUMENT));
    let (status, headers, body) = get(&server, &[]).await;
    assert_eq!((status, &*body), (200, DOCUMENT.as_bytes()));
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "no-cache");
    let elsewhere = Server::new(crate::methods::options().path("/app/").serve_contract(DOCUMENT));
    assert_eq!(fetch(&elsewhere, "/app/contract.json", &[]).await.0, 200);
}

#[tokio::test]
async fn a_tool_that_has_the_contract_gets_it_once() {
    let server = Server::new(crate::methods::options().serve_contract(DOCUMENT));
    let tag = get(&server, &[]).await.1["etag"].to_str().unwrap().to_owned();
    let (status, _, body) = get(&server, &[("If-None-Match", &tag)]).await;
    assert_eq!((status, &*body), (304, &b""[..]));
    let changed = Server::new(crate::methods::options().serve_contract(DOCUMENT.replace("{}}", "{} }")));
    assert_eq!(get(&changed, &[("If-None-Match", &tag)]).await.0, 200);
}

#[tokio::test]
async fn a_contract_is_as_protected_as_the_client() {
    let options = || crate::methods::options().serve_contract(DOCUMENT);
    let server = Server::new(options().allow_origin("https://app.example"));
    assert_eq!(get(&server, &[("Host", "rebound.example")]).await.0, 400, "two hosts");
    let of = async |headers: &[(&str, &str)]| get(&server, headers).await.1;
    let allowed = of(&[("Origin", "https://app.example")]).await;
    assert_eq!(allowed["access-control-allow-origin"], "https://app.example");
    assert_eq!(allowed["vary"], "origin");
    assert_eq!(of(&[("Origin", "https://other.example")]).await.get("access-control-allow-origin"), None);
    let named = Server::new(options().allowed_hosts(["shop.example"]));
    assert_eq!(get(&named, &[]).await.0, 403, "another host");
}

#[tokio::test]
async fn clients_are_told_the_hashes() {
    let hashes = [("Shop", "5409"), ("Store", "5701")];
    for (options, expected) in [
        (crate::methods::options(), None),
        (crate::methods::options().announce_contract(DOCUMENT), Some(r#"{"Shop":"5409","Store":"5701"}"#)),
        (crate::methods::options().serve_contract(DOCUMENT), Some(r#"{"Shop":"5409","Store":"5701"}"#)),
        (crate::methods::options().contracts(hashes), Some(r#"{"Shop":"5409","Store":"5701"}"#)),
        (
            crate::methods::options().announce_contract(DOCUMENT).contract("Shop", "own"),
            Some(r#"{"Shop":"own","Store":"5701"}"#),
        ),
    ] {
        let mut client = Host::start(options).await.open().await;
        client.text(r#"["hello",{"version":1}]"#).await;
        let welcome = client.receive().await.header();
        assert_eq!(welcome[1].get("contract").map(ToString::to_string).as_deref(), expected);
    }
}

#[test]
fn what_is_no_contract_is_an_error_of_the_option() {
    for (document, reason) in [
        ("", "this is not what `cargo interop contract` writes: EOF while parsing a value at line 1 column 0"),
        ("{}", "this is not what `cargo interop contract` writes: missing field `interopContract` at line 1 column 2"),
        (r#"{"interopContract":2,"assemblies":{}}"#, "the contract has version 2 of the format; version 1 is expected"),
    ] {
        for (option, options) in [
            ("announce_contract", crate::methods::options().announce_contract(document)),
            ("serve_contract", crate::methods::options().serve_contract(document)),
        ] {
            let error = Server::try_new(options).unwrap_err();
            let problems: Vec<_> = error.problems().map(|problem| (problem.option(), problem.reason())).collect();
            assert_eq!(problems, [(option, reason)]);
        }
    }
}
