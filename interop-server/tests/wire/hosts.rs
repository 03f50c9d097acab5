//! The hosts to which the server answers.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::ConnectInfo;
use interop_server::ServerOptions;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::Host;
use crate::raw_http::{UPGRADE, ask, ask_to_connect};
use crate::recorder::Recorder;

const FILE: &str = "/_interop/interop.js";

/// The status of a connection request, which must be the same as that of a request for a file.
async fn status_for(host: &Host, headers: &[&str]) -> u16 {
    let connect = ask_to_connect(host.address, headers).await.status;
    let file = ask(host.address, FILE, headers).await.status;
    assert_eq!(if connect == 101 { 200 } else { connect }, file, "{headers:?}");
    file
}

#[tokio::test]
async fn a_page_whose_name_points_to_this_machine_is_refused() {
    let host = Host::start(ServerOptions::new()).await;
    let port = host.address.port();
    for (name, status) in [
        ("localhost", 200),
        ("LocalHost", 200),
        ("localhost.", 200),
        ("app.localhost", 200),
        ("127.0.0.1", 200),
        ("127.8.8.8", 200),
        ("[::1]", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.nip.io", 403),
        ("evil-localhost", 403),
    ] {
        let (named, page) = (format!("Host: {name}:{port}"), format!("Origin: http://{name}:{port}"));
        assert_eq!(status_for(&host, &[&named, &page]).await, status, "{name}");
        // Programs send no origin, and neither does a page that requests a file from its own host.
        assert_eq!(status_for(&host, &[&named]).await, status, "{name}");
    }
    host.until_connected(0).await;
    host.connect().await.assert_works().await;
}

#[tokio::test]
async fn a_request_must_name_one_host() {
    let host = Host::start(ServerOptions::new()).await;
    for (target, headers, status) in [
        ("/_interop", &[][..], 400),
        ("/_interop", &["Host:"], 400),
        ("/_interop", &["Host: localhost", "Host: localhost"], 400),
        ("/_interop", &["Host: localhost", "Host: evil.example"], 400),
        ("/_interop", &["Host: localhost/@evil.example"], 400),
        ("/_interop", &["Host: user@localhost"], 400),
        ("/_interop", &["Host: localhost, evil.example"], 400),
        ("http://evil.example/_interop", &["Host: localhost"], 400),
        ("http://localhost/_interop", &["Host: evil.example"], 400),
        ("http://evil.example/_interop", &["Host: evil.example"], 403),
        ("http://localhost/_interop", &["Host: localhost"], 101),
        ("http://localhost/_interop", &[], 101),
    ] {
        let response = ask(host.address, target, &[headers, &UPGRADE].concat()).await;
        assert_eq!(response.status, status, "{target} {headers:?}: {}", response.body);
        assert_eq!(response.body.is_empty(), status == 101, "a refusal says why");
    }
}

#[tokio::test]
async fn only_listed_hosts_are_answered() {
    let host = Host::start(ServerOptions::new().allowed_hosts(["app.example", "*.tenants.example"])).await;
    for (name, status) in [
        ("app.example", 200),
        ("app.example:8443", 200),
        ("APP.EXAMPLE.", 200),
        ("a.tenants.example", 200),
        ("tenants.example", 403),
        ("evil.example", 403),
        ("localhost", 403),
        ("127.0.0.1", 403),
    ] {
        assert_eq!(status_for(&host, &[&format!("Host: {name}")]).await, status, "{name}");
    }
    let host = Host::start(ServerOptions::new().allow_any_host()).await;
    assert_eq!(status_for(&host, &["Host: evil.example", "Origin: http://evil.example"]).await, 200);
    assert_eq!(status_for(&host, &[]).await, 200);
}

#[tokio::test]
async fn a_forwarded_host_counts_where_the_application_trusts_it() {
    let headers = ["Host: 127.0.0.1", "X-Forwarded-Host: app.example", "Origin: https://app.example"];
    let trusting = ServerOptions::new().allowed_hosts(["app.example"]).trust_forwarded_host();
    assert_eq!(status_for(&Host::start(trusting).await, &headers).await, 200);
    assert_eq!(status_for(&Host::start(ServerOptions::new().trust_forwarded_host()).await, &headers).await, 403);

    let host = Host::start(ServerOptions::new()).await;
    assert_eq!(ask(host.address, FILE, &headers).await.status, 200, "it is ignored");
    assert_eq!(ask_to_connect(host.address, &headers).await.status, 403, "the origin is not the server's");
}

#[tokio::test]
async fn clients_from_elsewhere_reach_a_server_that_lists_no_names_and_the_log_says_so() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let from = async |peer: &str| {
        let peer: SocketAddr = peer.parse().unwrap();
        Host::start_within(ServerOptions::new(), |routes| routes.layer(Extension(ConnectInfo(peer)))).await
    };
    let host = from("203.0.113.7:50000").await;
    for _ in 0..3 {
        assert_eq!(status_for(&host, &["Host: app.example", "Origin: https://app.example"]).await, 200);
    }
    let lines = recorder.lines();
    let warnings: Vec<_> = lines.iter().filter(|line| line.starts_with("event WARN")).collect();
    assert_eq!(warnings.len(), 1, "{lines:#?}");
    assert!(warnings[0].contains("host=app.example") && warnings[0].contains("allowed_hosts"), "{warnings:#?}");

    for here in ["127.0.0.1:50000", "[::1]:50000", "[::ffff:127.0.0.1]:50000"] {
        let host = from(here).await;
        assert_eq!(status_for(&host, &["Host: app.example", "Origin: https://app.example"]).await, 403, "{here}");
        assert_eq!(status_for(&host, &["Host: 198.51.100.1"]).await, 403, "{here}");
        assert_eq!(status_for(&host, &["Host: localhost"]).await, 200, "{here}");
    }
}

#[tokio::test]
async fn a_refused_host_is_logged_with_the_option_that_would_allow_it() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new()).await;
    let response = ask_to_connect(host.address, &["Host: evil.example:80", "Origin: http://evil.example"]).await;
    assert_eq!((response.status, response.body.trim()), (403, "this server does not serve this host"));
    let lines = recorder.lines();
    let parts = ["event WARN", "host=evil.example", "origin=\"http://evil.example\"", "option=\"allowed_hosts\""];
    assert!(lines.iter().any(|line| parts.iter().all(|part| line.contains(part))), "{lines:#?}");
}

#[tokio::test]
async fn a_request_without_a_readable_host_is_logged_with_its_origin_and_the_option_that_would_allow_it() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new()).await;
    let response = ask_to_connect(host.address, &["Host: a b", "Origin: http://evil.example"]).await;
    assert_eq!(response.status, 400);
    let lines = recorder.lines();
    let parts = ["event WARN", "host=\"a b\"", "origin=\"http://evil.example\"", "option=\"allow_any_host\""];
    assert!(lines.iter().any(|line| parts.iter().all(|part| line.contains(part))), "{lines:#?}");
}
