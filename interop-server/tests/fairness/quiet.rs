//! A server on separate threads, and clients that make one small call after another.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::Router;
use futures_util::{SinkExt as _, StreamExt as _};
use interop_server::{Server, ServerOptions};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Maximum time that a test waits for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The number of quiet clients.
const CLIENTS: usize = 4;

/// A server with its own runtime, so that the work of the clients does not delay it. It ends when this is dropped.
pub(crate) struct Host {
    pub(crate) server: Server,
    pub(crate) address: SocketAddr,
    _ends: oneshot::Sender<()>,
}

impl Host {
    /// A server on two threads.
    pub(crate) fn start(options: ServerOptions) -> Self {
        Self::on(Builder::new_multi_thread().worker_threads(2), options)
    }

    /// A server on a runtime with a single thread.
    pub(crate) fn start_on_current_thread(options: ServerOptions) -> Self {
        Self::on(&mut Builder::new_current_thread(), options)
    }

    fn on(runtime: &mut Builder, options: ServerOptions) -> Self {
        let runtime = runtime.enable_all().build().unwrap();
        let server = Server::new(options.connection_state::<crate::methods::Runs>());
        let app: Router = server.router();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let (ends, ended) = oneshot::channel::<()>();
        std::thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener).unwrap();
                tokio::select! {
                    result = axum::serve(listener, app) => result.unwrap(),
                    _ = ended => {}
                }
            });
            runtime.shutdown_background();
        });
        Self { server, address, _ends: ends }
    }
}

pub(crate) async fn connect(address: SocketAddr) -> Socket {
    let mut request = format!("ws://{address}/_interop").into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static("interop.v1"));
    let mut socket = tokio_tungstenite::connect_async(request).await.unwrap().0;
    socket.send(Message::text(r#"["hello",{"version":1}]"#)).await.unwrap();
    assert!(receive(&mut socket).await.starts_with(r#"["welcome","#));
    socket
}

/// The next frame. Pings are answered.
pub(crate) async fn receive(socket: &mut Socket) -> String {
    loop {
        match tokio::time::timeout(PATIENCE, socket.next()).await.expect("it takes too long") {
            Some(Ok(Message::Text(text))) if text.as_str() == r#"["ping"]"# => {
                socket.send(Message::text(r#"["pong"]"#)).await.unwrap();
            }
            Some(Ok(Message::Text(text))) => return text.as_str().to_owned(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// Makes one call and returns the time until its answer.
pub(crate) async fn time_call(socket: &mut Socket, call_id: usize, call: &str) -> Duration {
    let start = Instant::now();
    let (method, args) = call.split_once(' ').unwrap();
    let frame = format!("[\"call\",{call_id},\"Fair\",\"{method}\",0]\n{args}");
    socket.send(Message::text(frame)).await.unwrap();
    let answer = receive(socket).await;
    assert!(answer.starts_with(&format!("[\"reply\",{call_id}]")), "{answer}");
    start.elapsed()
}

/// The 99th percentile of the call times of quiet clients, measured for this time.
pub(crate) async fn p99(address: SocketAddr, time: Duration) -> Duration {
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            tokio::spawn(async move {
                let mut socket = connect(address).await;
                let start = Instant::now();
                let mut times = Vec::new();
                while start.elapsed() < time {
                    times.push(time_call(&mut socket, times.len() + 1, "add [1,2]").await);
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.unwrap());
    }
    times.sort_unstable();
    times[(times.len() - 1) * 99 / 100]
}
