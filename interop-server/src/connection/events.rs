//! What a connection does next.

use std::task::{Context, Poll, ready};

use interop_core::host::Outgoing;

use super::sending::Unsent;
use super::state::{Connection, Turn};
use crate::close::End;
use crate::frame::Frame;
use crate::keep_alive::Due;
use crate::socket::Received;

/// How many messages of one direction go before it is the other's turn.
const TURN: u32 = 256;

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
    /// Handles what happens until something cannot be sent without waiting for the client, which it returns.
    pub(super) fn poll_unsent(&mut self, cx: &mut Context<'_>) -> Poll<Result<Unsent, End>> {
        loop {
            self.charge_buffers()?;
            let unsent = match ready!(self.poll_event(cx)) {
                Event::Received(received) => {
                    self.take_in(received?)?;
                    None
                }
                Event::Outgoing(Some(message)) => self.try_send(message, cx)?,
                Event::Outgoing(None) => {
                    return Poll::Ready(Err(self.circuit.close_reason().map_or(End::Lost, End::from)));
                }
                Event::Flush => self.try_flush(cx)?,
                Event::Due(Due::Ping) => {
                    self.keep_alive.note_sent();
                    self.try_send_frame(Frame::PING, cx)?
                }
                Event::Due(Due::Lost) => return Poll::Ready(Err(End::Silent)),
                Event::Pong => {
                    self.owes_pong = false;
                    self.keep_alive.note_sent();
                    self.try_send_frame(Frame::PONG, cx)?
                }
                Event::Drained => return Poll::Ready(Err(End::Shutdown)),
            };
            if let Some(unsent) = unsent {
                return Poll::Ready(Ok(unsent));
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

    pub(super) fn begin(&mut self, turn: Turn) {
        self.turn = turn;
        self.taken = 0;
    }

    fn count(&mut self, turn: Turn) {
        self.taken += 1;
        if self.taken == TURN {
            self.begin(turn.other());
        }
    }
}
