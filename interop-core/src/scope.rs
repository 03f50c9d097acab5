//! The circuit that a decode or an encode belongs to, for types that reach it from inside serde.
//!
//! References and streams are read and written by ordinary serde implementations, which see no context. It is laid out
//! in a scoped thread-local around one decode or one encode, and never around user functions. Uses nest: an encode that
//! calls into another circuit and comes back finds its own.

use std::cell::{Cell, RefCell};

use scoped_tls::scoped_thread_local;

use crate::circuit::CircuitCore;
use crate::codec::Reply;
use crate::error::CallError;
use crate::js::Ownership;
use crate::stream::SourceCell;
use crate::threading::Shared;

scoped_thread_local!(static CIRCUIT: Shared<CircuitCore>);
scoped_thread_local!(static PINS: Pins);

thread_local! {
    /// The error behind the text that serde carries up.
    static FAILURE: Cell<Option<CallError>> = const { Cell::new(None) };
    static OWNERSHIP: Cell<Ownership> = const { Cell::new(Ownership::JavaScript) };
}

/// Runs a decode for this circuit.
#[inline]
pub(crate) fn enter<T>(circuit: &Shared<CircuitCore>, decode: impl FnOnce() -> T) -> T {
    CIRCUIT.set(circuit, decode)
}

/// Runs an encode for this circuit, which notes in `pins` what it takes.
#[inline]
pub(crate) fn enter_encoding<T>(circuit: &Shared<CircuitCore>, pins: &Pins, encode: impl FnOnce() -> T) -> T {
    CIRCUIT.set(circuit, || PINS.set(pins, encode))
}

/// The circuit of the decode or encode that is under way on this thread.
pub(crate) fn with_circuit<T>(use_circuit: impl FnOnce(&Shared<CircuitCore>) -> T) -> Option<T> {
    CIRCUIT.is_set().then(|| CIRCUIT.with(use_circuit))
}

/// Notes that the encode under way has taken the object once.
pub(crate) fn pin(circuit: &Shared<CircuitCore>, object_id: u64) {
    if PINS.is_set() {
        PINS.with(|pins| pins.taken.borrow_mut().push((Shared::clone(circuit), object_id)));
    }
}

/// Keeps an error with its code while serde carries its text up.
#[cold]
pub(crate) fn fail(error: CallError) {
    FAILURE.set(Some(error));
}

/// The error that stands behind this text, if it is the one that was kept last.
#[cold]
pub(crate) fn take_failure(text: &str) -> Option<CallError> {
    FAILURE.take().filter(|error| text.starts_with(error.message()))
}

/// Notes that the encode under way has taken the stream.
pub(crate) fn offer(circuit: &Shared<CircuitCore>, stream_id: u64, source: &SourceCell) {
    if PINS.is_set() {
        PINS.with(|pins| {
            pins.streams.borrow_mut().push((Shared::clone(circuit), stream_id, Shared::clone(source)));
        });
    }
}

/// Who owns the JavaScript objects in what is being read: they are JavaScript's unless Rust asked for them.
pub(crate) fn ownership() -> Ownership {
    OWNERSHIP.get()
}

/// Says who owns the JavaScript objects in what is read until the guard is dropped.
pub(crate) fn own(ownership: Ownership) -> OwnershipGuard {
    OwnershipGuard(OWNERSHIP.replace(ownership))
}

/// Restores what held before.
pub(crate) struct OwnershipGuard(Ownership);

impl Drop for OwnershipGuard {
    fn drop(&mut self) {
        OWNERSHIP.set(self.0);
    }
}

/// The objects that one encode has taken, each as often as it wrote it, and the streams. Dropping it gives them back, so
/// that an encode that fails or panics midway leaves the tables as they were.
#[derive(Default)]
pub(crate) struct Pins {
    taken: RefCell<Vec<(Shared<CircuitCore>, u64)>>,
    streams: RefCell<Vec<(Shared<CircuitCore>, u64, SourceCell)>>,
}

impl Pins {
    /// The message is complete: it holds the objects now.
    #[inline]
    pub(crate) fn keep(&self, message: &mut Reply) {
        let mut taken = self.taken.borrow_mut();
        message.objects.extend(taken.drain(..).map(|(_, object_id)| object_id));
        let mut streams = self.streams.borrow_mut();
        message.streams.extend(streams.drain(..).map(|(_, stream_id, _)| stream_id));
    }
}

impl Drop for Pins {
    fn drop(&mut self) {
        for (circuit, object_id) in self.taken.take() {
            circuit.release_object(object_id, 1);
        }
        for (circuit, stream_id, source) in self.streams.take() {
            circuit.withdraw_stream(stream_id, &source);
        }
    }
}
