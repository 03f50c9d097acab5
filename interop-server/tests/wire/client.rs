//! A server on a free port, and a raw client that writes and reads single frames.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use futures_util::{SinkExt, StreamExt};
use interop_server::{Server, ServerOptions};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Maximum time that a test waits for a frame.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that ends with its test.
pub(crate) struct Host {
    pub(crate) server: Server,
    pub(crate) address: SocketAddr,
}

impl Host {
    pub(crate) async fn start(options: ServerOptions) -> Self {
        Self::start_within(options, |routes| routes).await
    }

    /// Starts a server as a part of an application.
    pub(crate) async fn start_within(options: ServerOptions, application: impl FnOnce(Router) -> Router) -> Self {
        crate::subscribers::ask_all();
        let server = Server::new(crate::declare_states(options));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = application(server.router());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { server, address }
    }

    pub(crate) fn request(&self) -> Request {
        let mut request = format!("ws://{}/_interop", self.address).into_client_request().unwrap();
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("interop.v1"));
        request
    }

    /// A client that has not sent `hello`.
    pub(crate) async fn open(&self) -> Client {
        self.try_open(self.request()).await.unwrap()
    }

    pub(crate) async fn try_open(&self, request: Request) -> Result<Client, tungstenite::Error> {
        let (socket, _) = tokio_tungstenite::connect_async(request).await?;
        Ok(Client { socket, last_call: 0 })
    }

    /// A client that has received `welcome`.
    pub(crate) async fn connect(&self) -> Client {
        let mut client = self.open().await;
        client.text(r#"["hello",{"version":1}]"#).await;
        assert_eq!(client.receive().await.header()[0], "welcome");
        client
    }

    /// Connects a client, and returns the name of its circuit too.
    pub(crate) async fn connect_named(&self) -> (Client, String) {
        let mut client = self.open().await;
        client.text(r#"["hello",{"version":1}]"#).await;
        let welcome = client.receive().await.header();
        (client, welcome[1]["circuit"].as_str().expect("the circuit has a name").to_owned())
    }

    /// Waits until this many clients are connected.
    pub(crate) async fn until_connected(&self, connections: usize) {
        within(async {
            while self.server.connections() != connections {
                tokio::task::yield_now().await;
            }
        })
        .await;
    }
}

pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("it takes too long")
}

pub(crate) struct Client {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last_call: u64,
}

/// What was received from the server.
#[derive(Debug, PartialEq)]
pub(crate) enum Received {
    Text(Value, Option<Value>),
    Bytes(Vec<u8>),
    Closed(u16, String),
    /// The connection ended without a close frame.
    Lost,
}

impl Received {
    #[track_caller]
    pub(crate) fn header(self) -> Value {
        match self {
            Self::Text(header, _) => header,
            other => panic!("not a text frame: {other:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            other => panic!("not a binary frame: {other:?}"),
        }
    }
}

/// A frame with a body.
pub(crate) fn text(header: Value, body: Value) -> Received {
    Received::Text(header, Some(body))
}

impl Client {
    pub(crate) async fn text(&mut self, text: impl Into<String>) {
        within(self.socket.send(Message::Text(text.into().into()))).await.unwrap();
    }

    pub(crate) async fn binary(&mut self, kind: u8, numbers: &[u64], data: &[u8]) {
        let mut bytes = vec![kind];
        for number in numbers {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(data);
        within(self.socket.send(Message::Binary(bytes.into()))).await.unwrap();
    }

    /// Calls a static method, and returns the id of the call.
    pub(crate) async fn begin(&mut self, method: &str, args: &Value) -> u64 {
        self.begin_on(json!("Wire"), method, 0, args).await
    }

    pub(crate) async fn begin_on(&mut self, assembly: Value, method: &str, object_id: u64, args: &Value) -> u64 {
        self.last_call += 1;
        let header = json!(["call", self.last_call, assembly, method, object_id]);
        self.text(format!("{header}\n{args}")).await;
        self.last_call
    }

    /// Calls a static method, and returns the next frame, which must be its answer.
    pub(crate) async fn call(&mut self, method: &str, args: Value) -> Value {
        let call_id = self.begin(method, &args).await;
        self.reply_to(call_id).await
    }

    pub(crate) async fn call_on(&mut self, object_id: u64, method: &str, args: Value) -> Value {
        let call_id = self.begin_on(Value::Null, method, object_id, &args).await;
        self.reply_to(call_id).await
    }

    async fn reply_to(&mut self, call_id: u64) -> Value {
        match self.receive().await {
            Received::Text(header, Some(body)) if header == json!(["reply", call_id]) => body,
            other => panic!("not the reply to {call_id}: {other:?}"),
        }
    }

    pub(crate) async fn receive(&mut self) -> Received {
        loop {
            match within(self.socket.next()).await {
                Some(Ok(Message::Text(text))) => {
                    let (header, body) =
                        text.split_once('\n').map_or((text.as_str(), None), |(header, body)| (header, Some(body)));
                    let json = |text| serde_json::from_str(text).unwrap();
                    return Received::Text(json(header), body.map(json));
                }
                Some(Ok(Message::Binary(bytes))) => return Received::Bytes(bytes.into()),
                Some(Ok(Message::Close(Some(frame)))) => {
                    let reason = frame.reason.as_str().to_owned();
                    // The closing handshake is answered while reading.
                    while let Some(Ok(_)) = within(self.socket.next()).await {}
                    return Received::Closed(frame.code.into(), reason);
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Received::Lost,
            }
        }
    }

    /// Reads until the connection is closed, and returns the code and the reason.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.receive().await {
                Received::Closed(code, reason) => return (code, reason),
                Received::Lost => panic!("the connection ended without a close code"),
                Received::Text(..) | Received::Bytes(_) => {}
            }
        }
    }

    /// The next frame that is not a ping. Pings are answered.
    pub(crate) async fn receive_after_pings(&mut self) -> Received {
        loop {
            match self.receive().await {
                Received::Text(header, _) if header == json!(["ping"]) => self.text(r#"["pong"]"#).await,
                other => return other,
            }
        }
    }

    /// Asserts that the connection works while the server sends pings.
    pub(crate) async fn assert_works_between_pings(&mut self) {
        let call_id = self.begin("add", &json!([2, 40])).await;
        assert_eq!(self.receive_after_pings().await, text(json!(["reply", call_id]), json!(42)));
    }

    /// Asserts that the connection works.
    pub(crate) async fn assert_works(&mut self) {
        assert_eq!(self.call("add", json!([2, 40])).await, 42);
    }

    pub(crate) async fn close(mut self) {
        let _ = within(self.socket.close(None)).await;
        while let Some(Ok(_)) = within(self.socket.next()).await {}
    }
}
