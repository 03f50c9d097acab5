//! The state of a connection, and how it is opened.

use std::sync::Arc;

use interop_core::host::{CircuitHost, Share};
use tokio::runtime::Handle;
use tracing::Span;

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

/// Whose turn it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Receiving,
    Sending,
}

impl Turn {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Receiving => Self::Sending,
            Self::Sending => Self::Receiving,
        }
    }
}

/// Drops the blocking work that has not begun, when its connection ends.
struct DropsWork(Arc<BlockingQueue>);

impl Drop for DropsWork {
    fn drop(&mut self) {
        self.0.clear();
    }
}

pub(super) struct Connection<'s> {
    pub(super) server: &'s ServerShared,
    pub(super) socket: &'s mut Socket,
    pub(super) circuit: CircuitHost,
    pub(super) keep_alive: KeepAlive,
    pub(super) spans: CallSpans,
    /// Counts the calls, if they are limited.
    pub(super) rate: Option<Arc<KeyCounts>>,
    /// How many byte arrays came whose message did not yet.
    pub(super) byte_arrays: u64,
    /// The frame that arrives in parts, if one does.
    pub(super) assembly: Assembly,
    /// Whether sending has had to wait for the client since there was last nothing to send.
    pub(super) is_slow: bool,
    /// Whether the client waits for the answer to a ping.
    pub(super) owes_pong: bool,
    pub(super) turn: Turn,
    pub(super) clock: Arc<TurnClock>,
    /// How many messages the turn has had.
    pub(super) taken: u32,
    /// The task of the application for the client.
    _companion: Option<Companion>,
    /// Whatever still holds the circuit, its work does not begin after the connection.
    _drops_work: DropsWork,
}

impl<'s> Connection<'s> {
    /// Waits for `hello`, creates the circuit and sends `welcome`.
    pub(super) async fn open(
        socket: &'s mut Socket,
        server: &'s ServerShared,
        opening: Box<Opening>,
    ) -> Result<Self, End> {
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
}
