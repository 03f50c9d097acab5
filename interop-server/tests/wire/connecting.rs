//! Which clients may connect, and the first frames.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use interop_core::CircuitOptions;
use interop_server::Server;
use serde_json::json;
use tokio::io::BufStream;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::http::HeaderValue;

use crate::client::{Host, Received};

/// The status of a refusal.
pub(crate) fn refused<T>(result: Result<T, Error>) -> u16 {
    match result {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn the_welcome_tells_the_limits() {
    let circuit = CircuitOptions::new().max_calls_in_flight(12).detailed_errors(true);
    let options = crate::methods::options().circuit(circuit).keep_alive(Duration::from_secs(7));
    let host = Host::start(options).await;
    let mut client = host.open().await;
    client.text(r#"["hello",{"version":1,"later":true}]"#).await;
    let header = client.receive().await.header();
    let circuit = header[1]["circuit"].as_str().unwrap();
    assert_eq!(
        header,
        json!(["welcome", {
            "version": 1, "circuit": circuit, "keepAlive": 7000, "timeout": 30000,
            "limits": {
                "maxArgumentBytes": 32768, "maxFrameBytes": 1_048_576, "maxNameBytes": 4096,
                "maxCallsInFlight": 12, "maxJsonDepth": 32, "chunkBytes": 32768, "window": 4, "partBytes": 32768,
            },
            "detailedErrors": true, "resume": null,
        }])
    );
}

#[tokio::test]
async fn the_name_of_a_circuit_cannot_be_guessed() {
    let host = Host::start(crate::methods::options()).await;
    let mut names = Vec::new();
    for _ in 0..8 {
        let mut client = host.open().await;
        client.text(r#"["hello",{"version":1}]"#).await;
        let header = client.receive().await.header();
        let name = header[1]["circuit"].as_str().unwrap().to_owned();
        assert!(name.len() == 32 && name.bytes().all(|digit| digit.is_ascii_hexdigit()), "{name}");
        names.push(u128::from_str_radix(&name, 16).unwrap());
    }
    for (at, name) in names.iter().enumerate() {
        // Two random names differ in about 64 bits.
        assert!(names[..at].iter().all(|other| (name ^ other).count_ones() > 16), "{names:x?}");
    }
}

#[tokio::test]
async fn frames_may_follow_hello_at_once() {
    let host = Host::start(crate::methods::options()).await;
    let mut client = host.open().await;
    client.text(r#"["hello",{"version":1}]"#).await;
    client.text("[\"call\",1,\"Wire\",\"add\",0]\n[2,40]").await;
    assert_eq!(client.receive().await.header()[0], "welcome");
    assert_eq!(client.receive().await.header(), json!(["reply", 1]));
}

#[tokio::test]
async fn a_client_of_another_version_is_refused() {
    let host = Host::start(crate::methods::options()).await;
    let mut request = host.request();
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("interop.v2"));
    assert_eq!(refused(host.try_open(request).await), 400);
    let mut request = host.request();
    request.headers_mut().remove("Sec-WebSocket-Protocol");
    assert_eq!(refused(host.try_open(request).await), 400);
    let mut request = host.request();
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("interop.v2, interop.v1"));
    assert!(host.try_open(request).await.is_ok());
}

#[tokio::test]
async fn more_clients_than_allowed_are_refused_until_one_leaves() {
    let host = Host::start(crate::methods::options().max_connections(2)).await;
    let (first, _second) = (host.connect().await, host.connect().await);
    assert_eq!(host.server.connections(), 2);
    assert_eq!(refused(host.try_open(host.request()).await), 503);
    first.close().await;
    host.until_connected(1).await;
    host.connect().await.assert_works().await;
}

#[tokio::test]
async fn a_client_that_says_nothing_is_disconnected() {
    let host = Host::start(crate::methods::options().handshake_timeout(Duration::from_millis(50))).await;
    let mut client = host.open().await;
    let reason = "The client did not send `hello` in time.".to_owned();
    assert_eq!(client.receive().await, Received::Closed(4001, reason));
    host.until_connected(0).await;
}

#[tokio::test]
async fn the_server_can_be_anywhere_in_the_application() {
    for (path, connect, file) in
        [("/app/interop/", "/app/interop", "/app/interop/interop.js"), ("/", "/", "/interop.js")]
    {
        let host = Host::start(crate::methods::options().path(path)).await;
        let mut request = host.request();
        *request.uri_mut() = format!("ws://{}{connect}", host.address).parse().unwrap();
        let mut client = host.try_open(request).await.unwrap();
        client.text(r#"["hello",{"version":1}]"#).await;
        assert_eq!(client.receive().await.header()[0], "welcome");
        assert_eq!(crate::client_files::status(&host.server, file).await, 200);
    }
}

#[tokio::test]
async fn a_request_that_is_no_websocket_is_refused() {
    let host = Host::start(crate::methods::options()).await;
    assert_eq!(crate::client_files::status(&host.server, "/_interop").await, 400);
}

/// A listener whose connections have a type that the server does not know.
struct Buffered(TcpListener);

impl Listener for Buffered {
    type Io = BufStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (connection, address) = self.0.accept().await.unwrap();
        (BufStream::new(connection), address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

#[tokio::test]
async fn the_application_may_listen_to_other_things_than_tcp() {
    let server = Server::new(crate::methods::options());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app: Router = server.router();
    tokio::spawn(async move { axum::serve(Buffered(listener), app).await });
    let host = Host { server, address };
    let mut client = host.connect().await;
    client.assert_works().await;
    assert_eq!(client.call("text_of", json!([200_000])).await.as_str().unwrap().len(), 200_000);
    client.text("nonsense").await;
    assert_eq!(client.closed().await.0, 4000);
}
