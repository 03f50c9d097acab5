//! Servers on free ports of this machine, each with a runtime of its own.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt as _;
use interop_core::Groups;
use interop_server::ServerOptions;
use jsonrpsee_server::ServerConfig;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use super::client::Client;
use super::echo::{self, Manner};
use super::floor;
use clap::ValueEnum;

use crate::calls;

/// The read buffer that tungstenite recommends for many connections.
const SMALL_BUFFER: usize = 4096;

/// What a server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Endpoint {
    /// Ours
    Circuits,
    /// An echo that answers with as few writes as it can
    #[value(name = "default-echo")]
    GatheringEcho,
    // Only those with words are measured in a process of their own.
    /// An echo that answers each frame with a write
    #[value(skip)]
    OneByOneEcho,
    /// An echo with a small read buffer
    #[value(name = "echo")]
    SmallEcho,
    /// The methods of our circuits, served by jsonrpsee
    #[value(skip)]
    Jsonrpsee,
    /// What only counts frames, and returns as many replies
    Floor,
}

impl Endpoint {
    /// A connected client, after its first frame and the answer to it.
    pub(crate) fn connect(self, address: SocketAddr) -> Client {
        const HELLO: &[u8] = br#"["hello",{"version":1}]"#;
        let (path, protocol) = if self == Self::Circuits { ("/_interop", Some("interop.v1")) } else { ("/", None) };
        let mut client = Client::connect(address, path, protocol);
        if !matches!(self, Self::Jsonrpsee | Self::Floor) {
            let expected: &[u8] = if self == Self::Circuits { br#"["welcome","# } else { HELLO };
            client.frames().put_text(HELLO);
            client.send();
            client.receive_one(|answer| assert!(answer.starts_with(expected), "{}", answer.escape_ascii()));
        }
        client
    }

    /// Circuits that join a group as soon as they are connected, which is after the client was welcomed. Each of them is
    /// announced.
    pub(crate) async fn group(groups: Groups, members: mpsc::Sender<()>) -> io::Result<SocketAddr> {
        let joined = groups.clone();
        // The clients send nothing while they are measured, and get nothing but the events.
        let quiet = ServerOptions::new().keep_alive(Duration::from_secs(3600));
        let options = quiet.circuit(calls::options()).groups(groups).on_connected(move |circuit| {
            joined.join("group", &circuit).expect("it is the only one");
            // The receiver is dropped once all members have joined.
            let _ = members.send(());
            std::future::ready(())
        });
        start_axum(interop_server::router(options)).await
    }

    async fn start(self) -> io::Result<SocketAddr> {
        let app = match self {
            Self::Circuits => interop_server::router(ServerOptions::new().circuit(calls::options())),
            Self::GatheringEcho => echo::router(Manner::Gathering, None),
            Self::OneByOneEcho => echo::router(Manner::OneByOne, None),
            Self::SmallEcho => echo::router(Manner::Gathering, Some(SMALL_BUFFER)),
            Self::Jsonrpsee => return start_jsonrpsee().await,
            Self::Floor => return floor::start().await,
        };
        start_axum(app).await
    }
}

pub(crate) async fn start_axum(app: Router) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    // As jsonrpsee does it by itself: what a window of calls ends with must not wait for an acknowledgement.
    let listener = listener.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    tokio::spawn(async { axum::serve(listener, app).await });
    Ok(address)
}

async fn start_jsonrpsee() -> io::Result<SocketAddr> {
    let config = ServerConfig::builder().ws_only().build();
    let server = jsonrpsee_server::Server::builder().set_config(config).build((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = server.local_addr()?;
    tokio::spawn(server.start(calls::jsonrpsee_module()).stopped());
    Ok(address)
}

/// A server on threads of its own, which ends when this is dropped.
pub(crate) struct OwnRuntime {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

impl OwnRuntime {
    /// Runs what listens and returns its address, on one thread.
    pub(crate) fn start(listen: impl Future<Output = io::Result<SocketAddr>>) -> io::Result<Self> {
        Self::with_threads(1, listen)
    }

    fn with_threads(threads: usize, listen: impl Future<Output = io::Result<SocketAddr>>) -> io::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(threads).enable_all().build()?;
        let address = runtime.block_on(listen)?;
        Ok(Self { address, _runtime: runtime })
    }
}

/// A server of an endpoint, which ends when this is dropped.
pub(crate) struct Server {
    endpoint: Endpoint,
    runtime: OwnRuntime,
}

impl Server {
    pub(crate) fn start(endpoint: Endpoint) -> io::Result<Self> {
        Ok(Self { endpoint, runtime: OwnRuntime::start(endpoint.start())? })
    }

    pub(crate) fn connect(&self) -> Client {
        self.endpoint.connect(self.runtime.address)
    }
}

/// Serves on this many threads until the input ends. The address is the first line of the output.
pub(crate) fn serve(endpoint: Endpoint, threads: usize) -> io::Result<()> {
    let runtime = OwnRuntime::with_threads(threads, endpoint.start())?;
    println!("{}", runtime.address);
    io::stdout().flush()?;
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
