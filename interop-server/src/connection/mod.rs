//! One connection: a task that feeds what the client sends to its circuit, and sends what comes out of it.
//!
//! While it sends, it does not read. A client that does not read its answers therefore cannot make further calls, and
//! the messages that wait for it stay small.

mod events;
mod receiving;
mod sending;

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;

use interop_core::host::{CircuitHost, Share};
use tokio::runtime::Handle;
use tracing::Span;

use self::events::Turn;
use crate::blocking_pool::BlockingQueue;
use crate::call_spans::CallSpans;
use crate::circuit_name;
use crate::close::End;
use crate::frame::parts::Assembly;
use crate::handshake;
use crate::hooks::{Accepted, Companion};
use crate::keep_alive::KeepAlive;
use crate::rate_table::KeyCounts;
use crate::services::TokioServices;
use crate::shared::ServerShared;
use crate::socket::Socket;
use crate::turn::TurnClock;

/// What a connection is opened with.
pub(crate) struct Opening {
    pub(crate) accepted: Accepted,
    pub(crate) rate: Option<Arc<KeyCounts>>,
    pub(crate) share: Share,
    pub(crate) clock: Arc<TurnClock>,
}

/// Serves a client until its connection is to end. Its circuit is closed by then.
#[allow(clippy::manual_async_fn, reason = "an `async fn` has room for each of its parameters twice")]
pub(crate) fn serve(
    socket: &mut Socket,
    server: &ServerShared,
    opening: Box<Opening>,
) -> impl Future<Output = End> + Send {
    async move {
        // Boxed, because otherwise the future of an idle connection would have room for the handshake too.
        let mut connection = match Box::pin(Connection::open(socket, server, opening)).await {
            Ok(connection) => connection,
            Err(end) => return end,
        };
        let Err(end) = connection.run().await;
        connection.circuit.close_for(end.close_reason());
        end
    }
}

/// Drops the blocking work that has not begun, when its connection ends.
struct DropsWork(Arc<BlockingQueue>);

impl Drop for DropsWork {
    fn drop(&mut self) {
        self.0.clear();
    }
}

struct Connection<'s> {
    server: &'s ServerShared,
    socket: &'s mut Socket,
    circuit: CircuitHost,
    keep_alive: KeepAlive,
    spans: CallSpans,
    /// Counts the calls, if they are limited.
    rate: Option<Arc<KeyCounts>>,
    /// How many byte arrays came whose message did not yet.
    byte_arrays: u64,
    /// The frame that arrives in parts, if one does.
    assembly: Assembly,
    /// Whether sending has had to wait for the client since there was last nothing to send.
    is_slow: bool,
    /// Whether the client waits for the answer to a ping.
    owes_pong: bool,
    turn: Turn,
    clock: Arc<TurnClock>,
    /// How many messages the turn has had.
    taken: u32,
    /// The task of the application for the client.
    _companion: Option<Companion>,
    /// Whatever still holds the circuit, its work does not begin after the connection.
    _drops_work: DropsWork,
}

impl<'s> Connection<'s> {
    /// Waits for `hello`, creates the circuit and sends `welcome`.
    async fn open(socket: &'s mut Socket, server: &'s ServerShared, opening: Box<Opening>) -> Result<Self, End> {
        let Opening { accepted, rate, share, clock } = *opening;
        let options = &server.options;
        let hello = handshake::hello(socket, server).await?;
        let blocking = Arc::new(server.blocking.queue());
        let drops_work = DropsWork(Arc::clone(&blocking));
        let name = circuit_name::random();
        Span::current().record("circuit", &*name);
        let mut circuit = CircuitHost::builder()
            .name(&*name)
            .options(options.circuit.clone())
            .registry(server.registry.clone())
            .services(TokioServices {
                runtime: Handle::current(),
                blocking,
                clock: Arc::clone(&clock),
                shutdown: Arc::clone(&server.shutdown),
                errors: Arc::clone(&server.errors),
            })
            .shared_states(&options.states)
            .shared_layers(&options.layers)
            .circuits(&server.circuits)
            .groups(&server.groups)
            .share(share);
        if let Some(first_bytes) = hello.stream_bytes {
            circuit = circuit.byte_credit(first_bytes);
        }
        let circuit = accepted.build(circuit, &server.refusals).map_err(End::Refused)?;
        socket.charge_to(circuit.host_bytes());
        socket.send_first(handshake::welcome(name, &circuit, options, hello)).await?;
        let companion = options.on_connected.as_ref().map(|hook| Companion::start(hook, circuit.circuit()));
        Ok(Self {
            server,
            socket,
            circuit,
            keep_alive: KeepAlive::new(options.keep_alive, options.timeout),
            spans: CallSpans::default(),
            rate,
            byte_arrays: 0,
            assembly: Assembly::default(),
            is_slow: false,
            owes_pong: false,
            turn: Turn::Sending,
            clock,
            taken: 0,
            _companion: companion,
            _drops_work: drops_work,
        })
    }

    async fn run(&mut self) -> Result<Infallible, End> {
        loop {
            let unsent = poll_fn(|cx| self.poll_unsent(cx)).await?;
            // Boxed, because otherwise the future of an idle connection would have room for this state too.
            Box::pin(self.send_unsent(unsent)).await?;
        }
    }
}
