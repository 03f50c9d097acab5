//! What a host of circuits uses: a WebSocket server, a page, a test.
//!
//! The host pulls. What it receives goes in through plain methods of [`CircuitHost`]; what is to be sent comes out of
//! [`CircuitHost::poll_outgoing`], which also drives the running calls. The circuit never calls back into its host
//! but for the services that the host offers in [`HostServices`].

mod answer;
mod builder;
mod call_options;
mod client_side;
mod dispatch;
mod driver;
mod invocation;
mod resolve;
mod services;
mod work;

use std::fmt;
use std::sync::Mutex;

pub use self::builder::{CircuitHostBuilder, SharedStates};
pub use self::call_options::CallOptions;
pub use self::invocation::{Invocation, MAX_NAME_BYTES};
pub use self::services::{HostServices, NoServices};
use self::work::UnfinishedWork;
use super::CircuitOptions;
pub use super::budget::{HostBytes, Share, SharedBudget};
use super::core::CircuitCore;
pub use super::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
pub use super::options::InvalidOption;
pub use super::outgoing::{CloseReason, Outgoing, ProtocolViolation};
use super::running::RunningCall;
pub use crate::codec::{ByteArray, LossyStr, Reply};
use crate::context::Circuit;
use crate::registry::Registry;
pub use crate::stream::{STREAM_CHUNK_BYTES, STREAM_WINDOW};
use crate::threading::Shared;
pub use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync};

/// A circuit and what runs in it, owned by its host. Dropping it closes the circuit.
///
/// Messages of one client are given to it one after the other. It may be used from several threads, but a circuit has one
/// driver: whoever polled last is woken.
pub struct CircuitHost {
    core: Shared<CircuitCore>,
    registry: Registry,
    /// Taken out while it is polled, so that no lock is held over user code.
    running: Mutex<Option<UnfinishedWork>>,
    /// Calls that began since `running` was taken out.
    begun: Mutex<Vec<RunningCall>>,
}

impl CircuitHost {
    /// The handle that user code may hold.
    pub fn circuit(&self) -> Circuit {
        Circuit::new(&self.core)
    }

    /// The limits, to be announced to the client.
    pub fn options(&self) -> &CircuitOptions {
        &self.core.link.options
    }

    /// The methods that can be called.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    // Messages from the client

    /// Cancels a running call: its future is dropped, and its caller is answered with `cancelled`. A call that has ended
    /// already is left alone.
    pub fn cancel(&self, call_id: u64) {
        if self.core.calls.cancel(call_id) {
            self.core.link.tell_driver();
        }
    }

    /// Gives back an object that the client has let go of, `count` times of those that it was sent. The circuit gives
    /// it up when all are given back; Rust may go on holding it.
    pub fn release(&self, object_id: u64, count: u64) {
        self.core.objects.release(object_id, count);
    }

    /// Takes in a byte array that belongs to the call that follows: ids from 0, in order, for each call anew.
    ///
    /// # Errors
    ///
    /// If the id is not the next one; the circuit is closed then. Too many bytes only fail the call that follows.
    pub fn receive_byte_array(&self, id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        self.core.checked(self.core.inbox.receive(&self.core.link, id, data))
    }

    /// Takes in the answer to a call of JavaScript: the JSON array of the call's id, whether it succeeded, and the result or
    /// the text of the error. An answer that nobody waits for is ignored.
    ///
    /// # Errors
    ///
    /// If the text is not such an array; the circuit is closed then.
    pub fn end_invoke_js(&self, text: &str) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        let byte_arrays = self.core.inbox.take();
        self.core.checked(self.core.js_calls.end(&self.core.link, text, byte_arrays))
    }

    // Time

    /// The message of a call of JavaScript has been sent, some time after [`poll_outgoing`](Self::poll_outgoing) returned it
    /// or after others that took long: the time that its answer may take counts from now on. A host that sends without delay
    /// need not call this.
    pub fn note_js_call_sent(&self, task_id: u64) {
        self.core.js_calls.restart_time(task_id);
    }

    /// Whether the host is in the midst of a message, in either direction. What a call of JavaScript, a stream or its
    /// claim waits for may then be in that message or behind it, so a time-out that ends meanwhile begins anew when
    /// the host says `false`. A host whose messages arrive and leave whole need not call this.
    pub fn hold_timeouts(&self, is_amid_message: bool) {
        self.core.link.hold.set(is_amid_message);
    }

    // Memory

    /// Counts what the host itself holds for the client, such as large buffers of its connection, like what the circuit
    /// holds, for as long as the returned value is there.
    pub fn host_bytes(&self) -> HostBytes {
        HostBytes::new(self.core.link.budget.nothing())
    }

    // Streams

    /// Takes in a chunk of a stream from JavaScript; they are numbered from 0.
    ///
    /// # Errors
    ///
    /// If the stream was never opened, the chunk is too large or not the next one, or more came than were asked for; the
    /// circuit is closed then. A chunk of a stream that is read no further is ignored.
    pub fn receive_stream_chunk(
        &self,
        stream_id: u64,
        sequence: u64,
        data: bytes::Bytes,
    ) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        let received = self.core.streams.receive_chunk(&self.core.link, stream_id, sequence, data);
        self.core.checked(received)
    }

    /// JavaScript ends a stream before its declared length was sent, perhaps for a reason.
    pub fn end_js_stream(&self, stream_id: u64, error: Option<&str>) {
        self.core.streams.end_arrivals(stream_id, error);
    }

    /// JavaScript begins to read a stream of Rust's and has room for so many chunks of at most
    /// [`STREAM_CHUNK_BYTES`](crate::host::STREAM_CHUNK_BYTES).
    pub fn claim_stream(&self, stream_id: u64, chunks: u64) {
        if !self.core.link.is_closed() {
            self.core.streams.claim(&self.core.link, stream_id, chunks);
        }
    }

    /// JavaScript has room for more chunks of a stream of Rust's.
    pub fn grant_stream(&self, stream_id: u64, chunks: u64) {
        self.core.streams.grant(stream_id, chunks);
    }

    /// JavaScript reads a stream of Rust's no further.
    pub fn cancel_stream(&self, stream_id: u64) {
        self.core.streams.cancel(stream_id);
    }

    // Life

    /// Closes the circuit: drops its running calls and frees its objects. What waits to be sent can still be polled.
    pub fn close(&self) {
        self.core.close(CloseReason::Host);
        self.drop_running();
    }

    /// Whether the circuit is closed, and why.
    pub fn close_reason(&self) -> Option<CloseReason> {
        self.core.link.close_reason()
    }
}

impl Drop for CircuitHost {
    fn drop(&mut self) {
        self.close();
    }
}

impl fmt::Debug for CircuitHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitHost").field("circuit", &self.core.id).finish_non_exhaustive()
    }
}
