//! Items for hosts of circuits, such as a WebSocket server, a page or a test.
//!
//! A host passes what it receives to the methods of [`CircuitHost`], and polls [`CircuitHost::poll_outgoing`] for the
//! messages to send, which also drives the running calls. The circuit never calls its host, except for the services
//! that the host provides with [`HostServices`].

mod answer;
mod begin;
mod builder;
mod call_options;
mod client_side;
mod dispatch;
mod driver;
mod invocation;
mod layered;
mod resolve;
mod run_now;
mod running_calls;
mod services;
mod waiting;
mod work;

use std::fmt;
use std::sync::Mutex;

pub use self::builder::{CircuitHostBuilder, SharedStates};
pub use self::call_options::CallOptions;
pub use self::invocation::Invocation;
pub(crate) use self::invocation::NEXT;
pub use self::services::{AmbientContext, HostServices, NoServices};
use self::waiting::{Begun, SyncThunk, WaitingThunk};
use self::work::UnfinishedWork;
use super::CircuitOptions;
pub use super::budget::{HostBytes, Share, SharedBudget};
use super::core::CircuitCore;
pub use super::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
pub use super::layers::{CallLayers, MissingPolicyLayer};
pub use super::options::{InvalidOption, MAX_NAME_BYTES};
pub use super::outgoing::{CloseReason, Outgoing, ProtocolViolation};
use super::running::RunningCall;
pub use crate::codec::{ByteArray, LossyStr, Reply};
use crate::context::Circuit;
pub use crate::context::MissingStates;
use crate::descriptor::MethodDescriptor;
use crate::error::CallError;
pub use crate::error::report::{ErrorHook, ErrorKind, ErrorReport};
pub use crate::event::EventMessage;
use crate::object::TrackedObject;
use crate::registry::Registry;
pub use crate::stream::{FIRST_PORTION_BYTES, LARGE_STREAM_CHUNK_BYTES, STREAM_CHUNK_BYTES, STREAM_WINDOW};
use crate::threading::Shared;
pub use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, MaybeSync};
use crate::thunk::{Call, Input, OwnedOutcome};

/// A circuit, owned by its host. Dropping it closes the circuit.
///
/// The host passes the messages of one client one after the other. The circuit can be used from several threads, but it
/// has one driver: the task that polled last is woken.
pub struct CircuitHost {
    core: Shared<CircuitCore>,
    registry: Registry,
    /// How calls run inside of the layers, if there are any.
    layered: Option<&'static LayeredPaths>,
    /// Taken out while it is polled, so that no lock is held while user code runs.
    running: Mutex<Option<UnfinishedWork>>,
    /// Calls that have started since `running` was taken out.
    begun: Mutex<Vec<RunningCall>>,
}

/// How calls run inside of layers.
struct LayeredPaths {
    /// As `CircuitHost::start`.
    start: Start,
    /// As `CircuitHost::run`.
    run: fn(&CircuitHost, SyncThunk, &Call<'_>, &mut Reply) -> Result<(), CallError>,
    /// As `CircuitHost::run_to_end`.
    run_waiting: RunWaiting,
}

type Start = fn(
    &CircuitHost,
    WaitingThunk,
    Option<u64>,
    &'static MethodDescriptor,
    Option<TrackedObject>,
    &mut Invocation<'_>,
    Input,
) -> Result<Begun, CallError>;

type RunWaiting = fn(
    &CircuitHost,
    WaitingThunk,
    &'static MethodDescriptor,
    Option<&TrackedObject>,
    &str,
    &str,
    Input,
) -> OwnedOutcome;

impl CircuitHost {
    /// The handle that methods receive.
    pub fn circuit(&self) -> Circuit {
        Circuit::new(&self.core)
    }

    /// The limits, which the host announces to the client.
    pub fn options(&self) -> &CircuitOptions {
        &self.core.link.options
    }

    /// The methods that can be called.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    // Messages from the client

    /// Cancels a running call: its future is dropped, and the call is answered with the code `cancelled`. A call that
    /// has already ended is unaffected.
    pub fn cancel(&self, call_id: u64) {
        if self.core.calls.cancel(call_id) {
            self.core.link.tell_driver();
        }
    }

    /// Releases `count` of the references that the client has received for an object. The circuit drops the object when
    /// all of them are released. Rust can continue to hold it.
    pub fn release(&self, object_id: u64, count: u64) {
        self.core.objects.release(object_id, count);
    }

    /// Receives a byte array that belongs to the next call. The ids of the byte arrays of a call count from 0.
    ///
    /// # Errors
    ///
    /// If the id is not the next one; the circuit is then closed. If there are too many bytes, only the next call
    /// fails.
    pub fn receive_byte_array(&self, id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        self.core.checked(self.core.inbox.receive(&self.core.link, id, data))
    }

    /// Receives the answer to a call to JavaScript: a JSON array of the id of the call, whether the call succeeded, and
    /// the result or the text of the error. An answer for which no call waits is ignored.
    ///
    /// # Errors
    ///
    /// If the text is not such an array; the circuit is then closed.
    pub fn end_invoke_js(&self, text: &str) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        let byte_arrays = self.core.inbox.take();
        self.core.checked(self.core.js_calls.end(&self.core.link, text, byte_arrays))
    }

    // Time

    /// Notes that the message of a call to JavaScript has been sent. The time-out of the call counts from now on, and
    /// not from when [`poll_outgoing`](Self::poll_outgoing) returned the message. A host that sends without delay does
    /// not need to call this.
    pub fn note_js_call_sent(&self, task_id: u64) {
        self.core.js_calls.restart_time(task_id);
    }

    /// Sets whether a message is partly received or sent. The answer to a call, or the next chunk of a stream, may be
    /// in that message or behind it, so a time-out that ends meanwhile starts again when the host passes `false`. A
    /// host that receives and sends only whole messages does not need to call this.
    pub fn hold_timeouts(&self, is_amid_message: bool) {
        self.core.link.hold.set(is_amid_message);
    }

    // Memory

    /// Charges the circuit for what the host itself holds for the client, such as large buffers of its connection, as
    /// long as the returned value exists.
    pub fn host_bytes(&self) -> HostBytes {
        HostBytes::new(self.core.link.budget.nothing())
    }

    // Streams

    /// JavaScript is about to offer a stream, and will send its first `length` bytes without being asked, after the message
    /// with the offer.
    ///
    /// # Errors
    ///
    /// If the client does not [count bytes](CircuitHostBuilder::byte_credit), if the length is 0 or more than
    /// [`FIRST_PORTION_BYTES`]; the circuit is then closed. If there is no room for the bytes, they will be ignored.
    pub fn receive_offer(&self, object_id: u64, length: u64) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        self.core.checked(self.core.streams.receive_offer(&self.core.link, object_id, length))
    }

    /// Receives the first bytes of a stream that JavaScript has offered, or none if JavaScript could not read them. Bytes that
    /// are not needed are ignored.
    ///
    /// # Errors
    ///
    /// If the number of bytes is another one than [announced](Self::receive_offer); the circuit is then closed.
    pub fn receive_first_bytes(&self, object_id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        if self.core.link.is_closed() {
            return Ok(());
        }
        self.core.checked(self.core.streams.receive_first_bytes(&self.core.link, object_id, data))
    }

    /// Receives a chunk of a stream from JavaScript. The chunks of a stream are numbered from 0.
    ///
    /// # Errors
    ///
    /// If the stream was never opened, or if the chunk is too large, out of sequence, or exceeds the requested number
    /// of chunks; the circuit is then closed. A chunk of a stream that Rust has stopped reading is ignored.
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

    /// Ends a stream from JavaScript before its declared length was received, with the error that JavaScript sent, if
    /// any.
    pub fn end_js_stream(&self, stream_id: u64, error: Option<&str>) {
        self.core.streams.end_arrivals(stream_id, error);
    }

    /// JavaScript starts to read a stream from Rust and has room for this number of chunks of up to
    /// [`STREAM_CHUNK_BYTES`](crate::host::STREAM_CHUNK_BYTES), or of bytes if the client [counts
    /// bytes](CircuitHostBuilder::byte_credit).
    pub fn claim_stream(&self, stream_id: u64, chunks: u64) {
        if !self.core.link.is_closed() {
            self.core.streams.claim(&self.core.link, stream_id, chunks);
        }
    }

    /// JavaScript has room for more chunks, or bytes, of a stream from Rust.
    pub fn grant_stream(&self, stream_id: u64, chunks: u64) {
        self.core.streams.grant(stream_id, chunks);
    }

    /// JavaScript stops reading a stream from Rust.
    pub fn cancel_stream(&self, stream_id: u64) {
        self.core.streams.cancel(stream_id);
    }

    // Life

    /// Closes the circuit: drops its running calls and its objects. Messages that wait to be sent can still be polled.
    pub fn close(&self) {
        self.close_for(CloseReason::Host);
    }

    /// As [`close`](Self::close), for this reason. A circuit that is closed already keeps the reason that it has.
    pub fn close_for(&self, reason: CloseReason) {
        self.core.close(reason);
        self.drop_running();
    }

    /// The reason why the circuit was closed; `None` while it is open.
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
