//! The circuit that a decode or an encode belongs to, for types that reach it from inside serde.
//!
//! References and streams are read and written by ordinary serde implementations, which see no context. It is laid out
//! in a scoped thread-local around one decode or one encode, and never around user functions. Uses nest: an encode that
//! calls into another circuit and comes back finds its own.

use std::cell::{Cell, RefCell};

use scoped_tls::scoped_thread_local;

use crate::circuit::CircuitCore;
use crate::error::CallError;
use crate::threading::Shared;

scoped_thread_local!(static CIRCUIT: Shared<CircuitCore>);
scoped_thread_local!(static PINS: Pins);

thread_local! {
    /// The error behind the text that serde carries up.
    static FAILURE: Cell<Option<CallError>> = const { Cell::new(None) };
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

/// The objects that one encode has taken, each as often as it wrote it. Dropping it gives them back, so that an encode
/// that fails or panics midway leaves the table as it was.
#[derive(Default)]
pub(crate) struct Pins {
    taken: RefCell<Vec<(Shared<CircuitCore>, u64)>>,
}

impl Pins {
    /// The message is complete: it holds the objects now.
    #[inline]
    pub(crate) fn keep(&self, message: &mut Vec<u64>) {
        let mut taken = self.taken.borrow_mut();
        message.extend(taken.drain(..).map(|(_, object_id)| object_id));
    }
}

impl Drop for Pins {
    fn drop(&mut self) {
        for (circuit, object_id) in self.taken.take() {
            circuit.release_object(object_id, 1);
        }
    }
}
