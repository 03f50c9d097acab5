//! The circuit that a decode or an encode belongs to, for types that reach it from inside serde.
//!
//! References and streams are read and written by ordinary serde implementations, which see no context. So the circuit is
//! laid out in a thread-local around each run of user code, and a mode says whether a decode or an encode is under way. User
//! functions themselves run in [`Mode::Idle`], where nobody finds it. Uses nest: an encode that calls into another circuit
//! and comes back finds its own.
//!
//! The circuit stays laid out after the run, as a weak reference that counts for nothing then: the next run of the same
//! circuit finds it there, and touches no counter.

use std::cell::{Cell, RefCell};

use serde::{de, ser};

use crate::circuit::CircuitCore;
use crate::codec::{Named, Reply};
use crate::error::CallError;
use crate::js::{JsHandle, Ownership};
use crate::stream::SourceCell;
use crate::threading::{Shared, WeakShared};

thread_local! {
    static MODE: Cell<Mode> = const { Cell::new(Mode::Outside) };
    /// The id of the circuit that is laid out; 0 for none.
    static CIRCUIT_ID: Cell<u64> = const { Cell::new(0) };
    static CIRCUIT: RefCell<WeakShared<CircuitCore>> = const { RefCell::new(WeakShared::new()) };
    /// The circuits that others have displaced while they were in use.
    static DISPLACED: RefCell<Vec<(u64, WeakShared<CircuitCore>)>> = const { RefCell::new(Vec::new()) };
    /// What the encodes that are under way have taken, one above the other.
    static TAKEN: RefCell<Vec<Taken>> = const { RefCell::new(Vec::new()) };
    /// How many those are; cheaper to look at.
    static TAKEN_COUNT: Cell<usize> = const { Cell::new(0) };
    /// The error behind the text that serde carries up.
    static FAILURE: Cell<Option<CallError>> = const { Cell::new(None) };
    static OWNERSHIP: Cell<Ownership> = const { Cell::new(Ownership::JavaScript) };
}

/// What goes on with the circuit that is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Nothing: what is laid out is only a guess at the next run.
    Outside,
    /// A user function runs.
    Idle,
    /// Arguments or results are read.
    Decode,
    /// Results or arguments are written.
    Encode,
}

/// Something that an encode has taken for its message.
enum Taken {
    Object(Shared<CircuitCore>, u64),
    Stream(Shared<CircuitCore>, u64, SourceCell),
    /// Only to be held: once nobody does, JavaScript is told to forget the object.
    JsObject(Shared<JsHandle>),
}

/// Restores what held before, also when user code panics.
struct Restore {
    mode: Mode,
    /// Whether another circuit was in use, which lies on top of [`DISPLACED`] now.
    displaced: bool,
}

impl Drop for Restore {
    #[inline]
    fn drop(&mut self) {
        MODE.set(self.mode);
        if self.displaced {
            replace();
        }
    }
}

/// Lays a circuit out while something runs that is, or calls, user code.
#[inline]
pub(crate) fn enter<T>(circuit: &Shared<CircuitCore>, mode: Mode, run: impl FnOnce() -> T) -> T {
    let before = MODE.replace(mode);
    let displaced = CIRCUIT_ID.get() != circuit.id && displace(circuit, before);
    let _restore = Restore { mode: before, displaced };
    run()
}

/// Lays a circuit out in the place of another, and says whether that one was in use.
#[cold]
fn displace(circuit: &Shared<CircuitCore>, mode: Mode) -> bool {
    let id = CIRCUIT_ID.replace(circuit.id);
    let before = CIRCUIT.replace(Shared::downgrade(circuit));
    let in_use = mode != Mode::Outside;
    if in_use {
        DISPLACED.with_borrow_mut(|displaced| displaced.push((id, before)));
    }
    in_use
}

/// Lays the circuit out again that was displaced last.
#[cold]
fn replace() {
    if let Some((id, circuit)) = DISPLACED.with_borrow_mut(Vec::pop) {
        CIRCUIT_ID.set(id);
        CIRCUIT.replace(circuit);
    }
}

/// Runs a part of what [`enter`] runs in another mode. A panic goes up to there, and is put right there.
#[inline]
pub(crate) fn within<T>(mode: Mode, run: impl FnOnce() -> T) -> T {
    let before = MODE.replace(mode);
    let result = run();
    MODE.set(before);
    result
}

/// What goes on on this thread.
#[inline]
pub(crate) fn mode() -> Mode {
    MODE.get()
}

/// The circuit of the decode or encode that is under way on this thread.
pub(crate) fn with_circuit<T>(mode: Mode, use_circuit: impl FnOnce(&Shared<CircuitCore>) -> T) -> Option<T> {
    if MODE.get() != mode {
        return None;
    }
    let circuit = CIRCUIT.with_borrow(WeakShared::upgrade)?;
    Some(use_circuit(&circuit))
}

/// Notes that the encode under way has taken the object once.
pub(crate) fn pin(circuit: &Shared<CircuitCore>, object_id: u64) {
    take(Taken::Object(Shared::clone(circuit), object_id));
}

/// Notes that the encode under way has taken the stream.
pub(crate) fn offer(circuit: &Shared<CircuitCore>, stream_id: u64, source: &SourceCell) {
    take(Taken::Stream(Shared::clone(circuit), stream_id, Shared::clone(source)));
}

/// Notes that the encode under way has named the JavaScript object.
pub(crate) fn hold(object: &Shared<JsHandle>) {
    take(Taken::JsObject(Shared::clone(object)));
}

fn take(taken: Taken) {
    TAKEN.with_borrow_mut(|all| {
        all.push(taken);
        TAKEN_COUNT.set(all.len());
    });
}

/// What one encode takes: objects, each as often as it writes it, streams, and objects of JavaScript's. Dropping it gives them back, so that an
/// encode that fails or panics midway leaves the tables as they were.
pub(crate) struct Transaction {
    /// How much the encodes around this one had taken.
    before: usize,
}

impl Transaction {
    #[inline]
    pub(crate) fn begin() -> Self {
        Self { before: TAKEN_COUNT.get() }
    }

    /// The message is complete: it holds what was taken now.
    #[inline]
    pub(crate) fn commit(self, message: &mut Reply, circuit: &Shared<CircuitCore>) {
        if TAKEN_COUNT.get() != self.before {
            self.attach(message, circuit);
        }
        // There is nothing left to give back.
        std::mem::forget(self);
    }

    #[cold]
    fn attach(&self, message: &mut Reply, circuit: &Shared<CircuitCore>) {
        let mut named = Named::default();
        for taken in self.end() {
            match taken {
                Taken::Object(_, object_id) => named.objects.push(object_id),
                Taken::Stream(_, stream_id, _) => named.streams.push(stream_id),
                Taken::JsObject(object) => named.js_objects.push(object),
            }
        }
        message.attach(circuit, named);
    }

    #[cold]
    fn end(&self) -> Vec<Taken> {
        TAKEN_COUNT.set(self.before);
        TAKEN.with_borrow_mut(|all| all.split_off(self.before))
    }
}

impl Drop for Transaction {
    #[inline]
    fn drop(&mut self) {
        if TAKEN_COUNT.get() != self.before {
            for taken in self.end() {
                match taken {
                    Taken::Object(circuit, object_id) => circuit.release_object(object_id, 1),
                    Taken::Stream(circuit, stream_id, source) => circuit.withdraw_stream(stream_id, &source),
                    Taken::JsObject(object) => drop(object),
                }
            }
        }
    }
}

/// The error of a decode that stands for one with a code, which is kept while serde carries its text up.
#[cold]
pub(crate) fn refuse_reading<E: de::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    FAILURE.set(Some(error));
    text
}

/// The error of an encode that stands for one with a code, which is kept while serde carries its text up.
#[cold]
pub(crate) fn refuse_writing<E: ser::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    FAILURE.set(Some(error));
    text
}

/// The error that stands behind this text, if it is the one that was kept last.
#[cold]
pub(crate) fn take_failure(text: &str) -> Option<CallError> {
    FAILURE.take().filter(|error| text.starts_with(error.message()))
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
