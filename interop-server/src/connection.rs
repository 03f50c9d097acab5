//! One connection: a task that feeds what the client sends to its circuit, and sends what comes out of it.
//!
//! While it sends, it does not read. A client that does not read its answers therefore cannot make further calls, and
//! the messages that wait for it stay small.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use interop_core::CallError;
use interop_core::host::{CallOptions, CircuitHost, CloseReason, Invocation, Outgoing, ProtocolViolation, Share};
use interop_core::registry::MethodKind;
use tokio::runtime::Handle;
use tokio::time::Instant;
use tracing::Span;

use crate::blocking_pool::BlockingQueue;
use crate::call_spans::CallSpans;
use crate::circuit_name;
use crate::close::End;
use crate::frame::parts::{Assembly, Part, PartError};
use crate::frame::{Binary, Frame, FrameError, FrameKind, Header, Text};
use crate::handshake;
use crate::hooks::{Accepted, Companion};
use crate::keep_alive::{Due, KeepAlive};
use crate::rate_table::KeyCounts;
use crate::services::TokioServices;
use crate::shared::ServerShared;
use crate::socket::{Received, Socket};
use crate::turn::TurnClock;

/// How many messages of one direction go before it is the other's turn.
const TURN: u32 = 256;

/// Serves a client until its connection is to end; then its circuit is closed already.
pub(crate) async fn serve(
    socket: &mut Socket,
    server: &ServerShared,
    accepted: Accepted,
    rate: Option<Arc<KeyCounts>>,
    share: Share,
    clock: Arc<TurnClock>,
) -> End {
    match converse(socket, server, accepted, rate, share, clock).await {
        Err(end) => end,
        Ok(never) => match never {},
    }
}

async fn converse(
    socket: &mut Socket,
    server: &ServerShared,
    accepted: Accepted,
    rate: Option<Arc<KeyCounts>>,
    share: Share,
    clock: Arc<TurnClock>,
) -> Result<Infallible, End> {
    let options = &server.options;
    handshake::hello(socket, server).await?;
    let blocking = Arc::new(server.blocking.queue());
    // Whatever still holds the circuit, its work does not begin after the connection.
    let _drops_work = DropsWork(Arc::clone(&blocking));
    let name = circuit_name::random();
    Span::current().record("circuit", &*name);
    let circuit = CircuitHost::builder()
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
    let circuit = accepted.build(circuit, &server.refusals).map_err(End::Refused)?;
    socket.charge_to(circuit.host_bytes());
    socket.send(handshake::welcome(name, &circuit, options)).await?;
    let _companion = options.on_connected.as_ref().map(|hook| Companion::start(hook, circuit.circuit()));
    let mut connection = Connection {
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
    };
    let ended = connection.run().await;
    if let Err(end) = &ended {
        connection.circuit.close_for(end.close_reason());
    }
    ended
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
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Receiving,
    Sending,
}

impl Turn {
    fn other(self) -> Self {
        match self {
            Self::Receiving => Self::Sending,
            Self::Sending => Self::Receiving,
        }
    }
}

/// What the connection does next.
enum Event {
    Received(Result<Received, End>),
    Outgoing(Option<Outgoing>),
    Flush,
    Due(Due),
    /// The client has sent a ping.
    Pong,
    /// The server shuts down, and nothing is running any more.
    Drained,
}

impl Connection<'_> {
    async fn run(&mut self) -> Result<Infallible, End> {
        loop {
            self.charge_buffers()?;
            match poll_fn(|cx| self.poll_event(cx)).await {
                Event::Received(received) => self.take_in(received?)?,
                Event::Outgoing(Some(message)) => self.send(message).await?,
                Event::Outgoing(None) => return Err(self.circuit.close_reason().map_or(End::Lost, End::from)),
                Event::Flush => self.flush().await?,
                Event::Due(Due::Ping) => {
                    self.socket.send(Frame::PING).await?;
                    self.keep_alive.note_sent();
                }
                Event::Pong => {
                    self.owes_pong = false;
                    self.keep_alive.note_sent();
                    self.send_frame(Frame::PONG).await?;
                }
                Event::Due(Due::Lost) => return Err(End::Silent),
                Event::Drained => return Err(End::Shutdown),
            }
        }
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        if self.clock.is_over() {
            // A client hears the answers to what has taken this long before more is taken in.
            self.begin(self.turn.other());
            ready!(self.clock.poll(cx));
        }
        if self.turn == Turn::Sending {
            // After many frames in a row, so that a client that sends continuously also receives something.
            if self.taken == 0
                && let Poll::Ready(due) = self.keep_alive.poll_due(cx)
            {
                return Poll::Ready(Event::Due(due));
            }
            if let Poll::Ready(message) = self.circuit.poll_outgoing(cx) {
                self.count(Turn::Sending);
                return Poll::Ready(Event::Outgoing(message));
            }
            self.begin(Turn::Receiving);
            // Running calls may have used up the time.
            ready!(self.clock.poll(cx));
        }
        if self.owes_pong {
            return Poll::Ready(Event::Pong);
        }
        // What was sent in one turn goes out together.
        if self.socket.is_unflushed() {
            return Poll::Ready(Event::Flush);
        }
        if !self.circuit.is_congested() {
            if let Poll::Ready(received) = self.socket.poll_receive(cx) {
                self.count(Turn::Receiving);
                return Poll::Ready(Event::Received(received));
            }
            // Reading may have stopped because the time is used up: what waits to be read comes before any time-out.
            ready!(self.clock.poll(cx));
            self.keep_alive.note_read(self.socket.bytes_read());
            // What a time-out waits for may be in the message that is arriving, or behind it.
            self.circuit.hold_timeouts(self.socket.is_amid_message());
        }
        // Some of a large message may have come.
        if let Err(end) = self.charge_buffers() {
            return Poll::Ready(Event::Received(Err(end)));
        }
        if let Poll::Ready(message) = self.circuit.poll_outgoing(cx) {
            self.begin(Turn::Sending);
            self.count(Turn::Sending);
            return Poll::Ready(Event::Outgoing(message));
        }
        self.is_slow = false;
        if self.server.is_draining() && self.circuit.is_idle() {
            return Poll::Ready(Event::Drained);
        }
        self.keep_alive.poll_due(cx).map(Event::Due)
    }

    /// Charges the large buffers of the connection. One without room for what was read ends.
    fn charge_buffers(&mut self) -> Result<(), End> {
        if self.socket.charge() { Ok(()) } else { Err(End::Full) }
    }

    fn begin(&mut self, turn: Turn) {
        self.turn = turn;
        self.taken = 0;
    }

    fn count(&mut self, turn: Turn) {
        self.taken += 1;
        if self.taken == TURN {
            self.begin(turn.other());
        }
    }

    // From the client

    fn take_in(&mut self, received: Received) -> Result<(), End> {
        self.keep_alive.note_received();
        match received {
            Received::Text(text) => {
                let text = Text::parse(&text)?;
                // A client that is in the midst of a frame answers pings all the same.
                if self.assembly.is_incomplete() && text.header != Header::Pong {
                    return Err(between_parts());
                }
                return self.take_text(text);
            }
            Received::Binary(bytes) => match Binary::parse(bytes)? {
                Binary::Part(part) => self.take_part(part)?,
                _ if self.assembly.is_incomplete() => return Err(between_parts()),
                binary => self.take_binary(binary)?,
            },
            Received::Control => {}
        }
        self.clock.look();
        Ok(())
    }

    fn take_part(&mut self, part: Part) -> Result<(), End> {
        let (kind, max_frame_bytes) = (part.kind, self.socket.max_frame_bytes());
        let whole = self.assembly.add(part, max_frame_bytes).map_err(|error| match error {
            PartError::Broken => End::Violation("A part of a frame does not continue the previous part.".into()),
            PartError::TooLong => End::FrameTooLong { max_frame_bytes },
        })?;
        self.socket.note_assembled(self.assembly.held());
        match (whole, kind) {
            (None, _) => Ok(()),
            (Some(bytes), FrameKind::Binary) => self.take_binary(Binary::parse(bytes)?),
            (Some(bytes), FrameKind::Text) => {
                let text = std::str::from_utf8(&bytes);
                let text = text.map_err(|_| End::Violation("The text frame is not UTF-8.".into()))?;
                self.take_text(Text::parse(text)?)
            }
        }
    }

    fn take_text(&mut self, Text { header, body }: Text<'_>) -> Result<(), End> {
        let byte_arrays = std::mem::take(&mut self.byte_arrays);
        if byte_arrays > 0 && !matches!(header, Header::Call { .. } | Header::Result) {
            return Err(without_message());
        }
        match header {
            Header::Call { call_id, assembly, method, object_id, options } => {
                let mut call = Invocation::new(assembly.as_deref(), &method, object_id, body);
                let sent;
                if let Some(options) = &options {
                    sent = CallOptions::new().timeout(options.timeout).traceparent(options.traceparent.as_deref());
                    call = call.with_options(&sent);
                }
                let refused = self.admit(&call).err();
                if let Some(error) = refused.or_else(|| options.as_ref()?.error()) {
                    self.circuit.refuse_invoke(call_id, &call, error)?;
                    self.clock.look();
                    return Ok(());
                }
                let _span = self.spans.begin(call_id, &call, || self.circuit.find_method(&call)).entered();
                self.circuit.begin_invoke(call_id, call)?;
                self.clock.look_after(|| self.name_of(assembly.as_deref(), &method, object_id));
                return Ok(());
            }
            Header::Result => self.circuit.end_invoke_js(body)?,
            Header::Cancel { call_id } => self.circuit.cancel(call_id),
            Header::Release { object_id, count } => self.circuit.release(object_id, count),
            Header::Claim { stream_id, chunks } => self.circuit.claim_stream(stream_id, chunks),
            Header::Grant { stream_id, chunks } => self.circuit.grant_stream(stream_id, chunks),
            Header::Stop { stream_id } => self.circuit.cancel_stream(stream_id),
            Header::End { stream_id, error } => self.circuit.end_js_stream(stream_id, error.as_deref()),
            // Several pings need one answer.
            Header::Ping => self.owes_pong = true,
            Header::Pong => {}
            Header::Hello { .. } => return Err(End::Violation("The client sent `hello` twice.".into())),
        }
        self.clock.look();
        Ok(())
    }

    /// Decides whether a call may begin. Objects can also be disposed, and streams read to their end, while the server
    /// shuts down.
    fn admit(&self, call: &Invocation<'_>) -> Result<(), CallError> {
        if call.is_item_read() && self.circuit.find_method(call).is_some_and(|method| method.kind == MethodKind::Items)
        {
            // It belongs to the call that has returned the stream.
            return Ok(());
        }
        if self.server.is_draining() && !call.is_disposal() {
            return Err(CallError::new("shutting_down", "The server is shutting down."));
        }
        self.rate.as_ref().map_or(Ok(()), |rate| rate.call())
    }

    /// How a method is called in logs: its object may be disposed by now.
    #[cold]
    fn name_of(&self, assembly: Option<&str>, method: &str, object_id: u64) -> (Option<String>, String) {
        let call = Invocation::new(assembly, method, object_id, "");
        match self.circuit.find_method(&call) {
            Some(found) => (Some(found.assembly.to_owned()), found.name.to_owned()),
            None => (assembly.map(str::to_owned), method.to_owned()),
        }
    }

    fn take_binary(&mut self, binary: Binary) -> Result<(), End> {
        match binary {
            // Something else begins while the message of the byte arrays has not come.
            Binary::ByteArray { id: 0, .. } | Binary::StreamChunk { .. } if self.byte_arrays > 0 => {
                return Err(without_message());
            }
            Binary::ByteArray { id, data } => {
                self.circuit.receive_byte_array(id, data)?;
                self.byte_arrays += 1;
            }
            Binary::StreamChunk { stream_id, sequence, data } => {
                self.circuit.receive_stream_chunk(stream_id, sequence, data)?;
            }
            Binary::Part(_) => return Err(End::Violation("A part of a frame was itself sent in parts.".into())),
        }
        Ok(())
    }

    // To the client

    async fn send(&mut self, message: Outgoing) -> Result<(), End> {
        let frame = match message {
            Outgoing::EndInvoke { call_id, result } => {
                self.spans.end(call_id, &result);
                match result {
                    Ok(reply) => {
                        for array in reply.byte_arrays() {
                            self.send_frame(Frame::byte_array(array)).await?;
                        }
                        Frame::reply(call_id, &reply)
                    }
                    Err(failure) => Frame::fail(call_id, &failure),
                }
            }
            Outgoing::BeginInvokeJs(call) => {
                for array in &call.byte_arrays {
                    self.send_frame(Frame::byte_array(array)).await?;
                }
                self.keep_alive.note_sent();
                self.send_frame(Frame::invoke(&call)).await?;
                if self.is_slow && call.task_id != 0 {
                    self.circuit.note_js_call_sent(call.task_id);
                }
                return Ok(());
            }
            Outgoing::Event(event) => {
                for bytes in event.byte_array_frames() {
                    self.send_frame(Frame { kind: FrameKind::Binary, bytes }).await?;
                }
                Frame { kind: FrameKind::Text, bytes: event.frame() }
            }
            Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window } => {
                Frame::open(stream_id, object_id, chunk_bytes, window)
            }
            Outgoing::StreamCredit { stream_id, chunks } => Frame::grant(stream_id, chunks),
            Outgoing::CancelStream { stream_id } => Frame::stop(stream_id),
            Outgoing::StreamChunk { stream_id, sequence, data } => Frame::chunk(stream_id, sequence, &data),
            Outgoing::EndStream { stream_id, error } => Frame::end(stream_id, error.as_deref()),
            unknown => unreachable!("the protocol has no frame for {unknown:?}"),
        };
        self.keep_alive.note_sent();
        self.send_frame(frame).await
    }

    async fn send_frame(&mut self, frame: Frame) -> Result<(), End> {
        let waited = holding_timeouts(&self.circuit, pin!(self.socket.send(frame))).await?;
        self.note_waited(waited);
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), End> {
        let waited = holding_timeouts(&self.circuit, pin!(self.socket.flush())).await?;
        self.note_waited(waited);
        Ok(())
    }

    /// While the client took what was sent, nothing was read: what it has sent meanwhile comes before any time-out.
    fn note_waited(&mut self, time: Duration) {
        if !time.is_zero() {
            self.is_slow = true;
            self.keep_alive.note_waited(time);
            self.begin(Turn::Receiving);
        }
    }
}

/// Sends something, and says how long it had to wait for the client. Meanwhile no time-out ends, and none does until everything
/// was read that came.
async fn holding_timeouts(
    circuit: &CircuitHost,
    mut sending: Pin<&mut impl Future<Output = Result<(), End>>>,
) -> Result<Duration, End> {
    match poll_fn(|cx| Poll::Ready(sending.as_mut().poll(cx))).await {
        Poll::Ready(result) => result.map(|()| Duration::ZERO),
        Poll::Pending => {
            let begun = Instant::now();
            circuit.hold_timeouts(true);
            sending.await.map(|()| begun.elapsed())
        }
    }
}

fn between_parts() -> End {
    End::Violation("Another frame was sent between the parts of a frame.".into())
}

fn without_message() -> End {
    End::Violation("Byte arrays were sent without a message that uses them.".into())
}

impl From<FrameError> for End {
    fn from(error: FrameError) -> Self {
        Self::Violation(error.to_string().into())
    }
}

impl From<ProtocolViolation> for End {
    fn from(violation: ProtocolViolation) -> Self {
        CloseReason::Violation(violation).into()
    }
}
