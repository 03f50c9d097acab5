//! Raw HTTP requests, including those that no HTTP library sends.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::client::within;

/// The headers that request the WebSocket of the server.
pub(crate) const UPGRADE: [&str; 5] = [
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol: interop.v1",
];

/// A response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: String,
}

impl Response {
    /// A header, if it exists.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// The request headers on which the response depends, so that caches can distinguish such requests.
    pub(crate) fn varies_by(&self) -> Vec<&str> {
        let mut headers: Vec<_> = self.values("vary").flat_map(|line| line.split(',')).map(str::trim).collect();
        // Their order has no meaning.
        headers.sort_unstable();
        headers
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.head.lines().filter_map(move |line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

/// Requests a target with these header lines.
pub(crate) async fn ask(address: SocketAddr, target: &str, headers: &[&str]) -> Response {
    let mut connection = within(TcpStream::connect(address)).await.unwrap();
    let mut request = format!("GET {target} HTTP/1.1\r\n");
    for header in headers {
        request += &format!("{header}\r\n");
    }
    within(connection.write_all(format!("{request}\r\n").as_bytes())).await.unwrap();
    let mut received = Vec::new();
    let mut buffer = [0; 4096];
    let head_end = loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        let count = within(connection.read(&mut buffer)).await.unwrap();
        assert!(count > 0, "the connection ended: {}", String::from_utf8_lossy(&received));
        received.extend_from_slice(&buffer[..count]);
    };
    let head = String::from_utf8(received[..head_end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = Response { status, head, body: String::new() };
    let length = response.header("content-length").map_or(0, |length| length.parse().unwrap());
    while received.len() < head_end + length {
        let count = within(connection.read(&mut buffer)).await.unwrap();
        assert!(count > 0, "the connection ended within the body");
        received.extend_from_slice(&buffer[..count]);
    }
    response.body = String::from_utf8(received[head_end..head_end + length].to_vec()).unwrap();
    response
}

/// Requests the WebSocket.
pub(crate) async fn ask_to_connect(address: SocketAddr, headers: &[&str]) -> Response {
    ask(address, "/_interop", &[headers, &UPGRADE].concat()).await
}
