//! Which pages may connect and load the client.

use interop_server::ServerOptions;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tracing_subscriber::layer::SubscriberExt as _;

use crate::client::Host;
use crate::connecting::refused;
use crate::raw_http::{ask, ask_to_connect};
use crate::recorder::Recorder;

#[tokio::test]
async fn a_foreign_origin_is_refused_unless_allowed() {
    let open = async |host: &Host, origin: &str| {
        let mut request = host.request();
        request.headers_mut().insert("Origin", HeaderValue::from_str(origin).unwrap());
        host.try_open(request).await
    };
    let host = Host::start(ServerOptions::new()).await;
    let own = format!("http://{}", host.address);
    assert!(open(&host, &own).await.is_ok());
    assert_eq!(refused(open(&host, "https://evil.example").await), 403);
    assert_eq!(refused(open(&host, "null").await), 403);

    let host = Host::start(ServerOptions::new().allow_origin("https://app.example")).await;
    assert!(open(&host, "https://app.example").await.is_ok());
    assert_eq!(refused(open(&host, "https://evil.example").await), 403);

    let host = Host::start(ServerOptions::new().allow_any_origin()).await;
    assert!(open(&host, "https://evil.example").await.is_ok());
}

#[tokio::test]
async fn behind_tls_a_page_that_came_without_it_is_refused() {
    let options = ServerOptions::new().allowed_hosts(["app.example"]).require_https_origin();
    let host = Host::start(options).await;
    for (origin, status) in [("https://app.example", 101), ("http://app.example", 403), ("https://evil.example", 403)] {
        let headers = ["Host: app.example", &format!("Origin: {origin}")];
        assert_eq!(ask_to_connect(host.address, &headers).await.status, status, "{origin}");
    }
    assert_eq!(ask_to_connect(host.address, &["Host: app.example"]).await.status, 101, "a program");
}

#[tokio::test]
async fn a_refused_origin_is_logged_with_the_option_that_would_allow_it() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let host = Host::start(ServerOptions::new().require_https_origin()).await;
    for (origin, host_header, logged, option) in [
        ("https://evil.example", "Host: localhost", "host=\"localhost\"", "allow_origin"),
        ("http://localhost", "Host: localhost", "host=\"localhost\"", "require_https_origin"),
        ("https://evil.example", "Host: LOCALHOST:3000", "host=\"localhost:3000\"", "allow_origin"),
    ] {
        let headers = [host_header, &format!("Origin: {origin}")];
        assert_eq!(ask_to_connect(host.address, &headers).await.status, 403);
        let lines = recorder.lines();
        let parts = ["event WARN", &format!("origin=\"{origin}\""), logged, &format!("option=\"{option}\"")];
        assert!(lines.iter().any(|line| parts.iter().all(|part| line.contains(part))), "{lines:#?}");
    }
}

#[tokio::test]
async fn refused_requests_do_not_fill_the_log() {
    let recorder = Recorder::default();
    // The test has one thread, on which everything runs.
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let warned = |option: &str| {
        let option = format!("option=\"{option}\"");
        recorder.lines().iter().filter(|line| line.starts_with("event WARN") && line.contains(&option)).count()
    };
    let host = Host::start(ServerOptions::new().allowed_hosts(["app.example"])).await;
    for (header, option) in [("Host: evil.example", "allowed_hosts"), ("Host: a b", "allow_any_host")] {
        for _ in 0..200 {
            assert_ne!(ask_to_connect(host.address, &[header]).await.status, 101);
        }
        // The first ten, and one for each second that the requests have taken.
        assert!((10..100).contains(&warned(option)), "{option}: {} warnings", warned(option));
    }
    // A flood of one kind does not hide another.
    let headers = ["Host: app.example", "Origin: https://evil.example"];
    assert_eq!(ask_to_connect(host.address, &headers).await.status, 403);
    assert_eq!(warned("allow_origin"), 1);
}

#[tokio::test]
async fn behind_a_proxy_the_log_of_a_refused_origin_has_the_host_that_the_proxy_was_asked_for() {
    let recorder = Recorder::default();
    let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry().with(recorder.clone()));
    let options = ServerOptions::new().allowed_hosts(["app.example"]).trust_forwarded_host();
    let host = Host::start(options).await;
    let headers = ["Host: inner", "X-Forwarded-Host: app.example", "Origin: https://evil.example"];
    assert_eq!(ask_to_connect(host.address, &headers).await.status, 403);
    let lines = recorder.lines();
    let parts = ["event WARN", "origin=\"https://evil.example\"", "host=\"app.example\"", "option=\"allow_origin\""];
    assert!(lines.iter().any(|line| parts.iter().all(|part| line.contains(part))), "{lines:#?}");
}

#[tokio::test]
async fn pages_that_may_connect_may_load_the_client() {
    let load = async |options: ServerOptions, origin: &str| {
        let host = Host::start(options).await;
        ask(host.address, "/_interop/interop.js", &["Host: localhost", &format!("Origin: {origin}")]).await
    };
    let listing = || ServerOptions::new().allow_origin("https://app.example").allow_origin("http://localhost:5173");
    for origin in ["https://app.example", "http://localhost:5173"] {
        let response = load(listing(), origin).await;
        assert_eq!(response.header("access-control-allow-origin"), Some(origin));
        assert_eq!(response.varies_by(), ["accept-encoding", "origin"]);
        assert_eq!(response.status, 200);
    }
    // A cache must know that the response for another origin would be different.
    let response = load(listing(), "https://evil.example").await;
    assert_eq!(response.header("access-control-allow-origin"), None);
    assert_eq!(response.varies_by(), ["accept-encoding", "origin"]);
    let response = load(ServerOptions::new(), "https://evil.example").await;
    assert_eq!(response.header("access-control-allow-origin"), None);
    assert_eq!(response.varies_by(), ["accept-encoding"]);
    let response = load(ServerOptions::new().allow_any_origin(), "https://evil.example").await;
    assert_eq!(response.header("access-control-allow-origin"), Some("*"));

    // This also applies if the browser already has the file.
    let host = Host::start(listing()).await;
    let known = ["Host: localhost", "Origin: https://app.example", "If-None-Match: *"];
    let response = ask(host.address, "/_interop/interop.js", &known).await;
    assert_eq!(response.status, 304);
    assert_eq!(response.header("access-control-allow-origin"), Some("https://app.example"));
}
