//! Gives types access to the circuit of the current decode or encode from inside serde.
//!
//! References and streams implement serde's traits, which pass no context. Each call into user code therefore installs
//! its circuit in a thread-local, and a phase states whether a decode or an encode is in progress. User functions
//! themselves run in [`Phase::Idle`], in which no circuit is found. Installations are nested: an encode that calls into
//! another circuit finds its own circuit again when that call returns.
//!
//! The circuit stays installed after the call, as a weak reference that is then only a hint. The next call of the same
//! circuit finds it there and changes no reference count.
//!
//! The type of circuits is not used here, because nearly everything in a circuit uses this module.

use std::any::Any;
use std::cell::{Cell, RefCell, RefMut};
use std::mem::ManuallyDrop;

use serde::{de, ser};

use crate::error::CallError;
use crate::threading::{AnyShared, AnyWeak, MaybeSend, MaybeSync, Shared};

thread_local! {
    static SCOPE: Scope = const { Scope::new() };
    static THREAD_END: ThreadEnd = const { ThreadEnd };
}

/// The state of one thread.
///
/// It has no destructor, because each access to a thread-local with a destructor first checks whether that has run, and
/// each call makes several accesses. [`ThreadEnd`] drops the contents.
struct Scope {
    mode: Cell<Phase>,
    /// The id of the circuit that is installed; 0 for none.
    circuit_id: Cell<u64>,
    /// The number of items that the encodes in progress have reserved.
    taken_count: Cell<usize>,
    ownership: Cell<Ownership>,
    kept: ManuallyDrop<RefCell<ScopeStorage>>,
}

/// The contents that must be dropped at the end of the thread.
#[derive(Default)]
struct ScopeStorage {
    circuit: Option<AnyWeak>,
    /// The circuits that were replaced by others while they were in use, with their ids.
    replaced: Vec<(u64, Option<AnyWeak>)>,
    /// The items that the encodes in progress have reserved. Those of the innermost encode are last.
    taken: Vec<ReservedItem>,
    /// The error behind the text that serde passes up.
    failure: Option<CallError>,
}

/// Drops the contents of the scope when the thread ends.
struct ThreadEnd;

impl Drop for ThreadEnd {
    fn drop(&mut self) {
        let kept = SCOPE.with(|scope| {
            // No circuit is installed any more, in case another destructor calls into one.
            scope.circuit_id.set(0);
            scope.kept.take()
        });
        drop(kept);
    }
}

/// What the installed circuit is doing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing: the installed circuit is only a hint for the next call.
    Outside,
    /// A user function is running.
    Idle,
    /// Arguments or results are being read.
    Decode,
    /// Results or arguments are being written.
    Encode,
    /// A message to several circuits is written, so that nothing finds one of them.
    Broadcast,
}

/// Who disposes a JavaScript object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// Rust requested it, so its last handle disposes it.
    Rust,
    /// JavaScript passed it in.
    JavaScript,
}

/// An item that an encode has reserved for its message, and the circuit from which it was reserved.
pub(crate) enum ReservedItem {
    /// One sending of the object with this id.
    Object(Shared<dyn Sender>, u64),
    /// The stream with this id.
    Stream(Shared<dyn Sender>, u64),
    /// Only held: when the last handle is dropped, JavaScript is requested to forget the object.
    JsObject(AnyShared),
}

/// The sender of a message. If a message is not sent, what it refers to is returned to its sender.
pub(crate) trait Sender: MaybeSend + MaybeSync {
    /// Takes back one sending of each of these objects, and these streams.
    fn take_back(&self, objects: &[u64], streams: &[u64]);
}

/// A circuit, as far as this module needs to know.
pub(crate) trait Scoped: Any + MaybeSend + MaybeSync {
    /// A number that is unique within this process, and never 0.
    fn id(&self) -> u64;

    /// A weak reference of any type. Not a generic function: each place that makes such a reference brings the destructor of a
    /// circuit, which is large.
    fn weak(this: &Shared<Self>) -> AnyWeak
    where
        Self: Sized;
}

impl Scope {
    const fn new() -> Self {
        let kept = ScopeStorage { circuit: None, replaced: Vec::new(), taken: Vec::new(), failure: None };
        Self {
            mode: Cell::new(Phase::Outside),
            circuit_id: Cell::new(0),
            taken_count: Cell::new(0),
            ownership: Cell::new(Ownership::JavaScript),
            kept: ManuallyDrop::new(RefCell::new(kept)),
        }
    }

    /// Borrows the contents in order to add to them.
    fn keep(&self) -> RefMut<'_, ScopeStorage> {
        // This fails only in destructors that run after that of `ThreadEnd`.
        let _ = THREAD_END.try_with(|_| ());
        self.kept.borrow_mut()
    }

    /// Replaces the installed circuit by another one, and returns whether the replaced one was in use.
    #[cold]
    fn replace(&self, id: u64, circuit: AnyWeak, mode: Phase) -> bool {
        let mut kept = self.keep();
        let before = (self.circuit_id.replace(id), kept.circuit.replace(circuit));
        let in_use = mode != Phase::Outside;
        if in_use {
            kept.replaced.push(before);
        }
        in_use
    }

    /// Installs the circuit that was replaced last.
    #[cold]
    fn restore(&self) {
        let mut kept = self.kept.borrow_mut();
        if let Some((id, circuit)) = kept.replaced.pop() {
            self.circuit_id.set(id);
            kept.circuit = circuit;
        }
    }
}

/// Restores the previous state, even if user code panics.
struct Restore {
    mode: Phase,
    /// Whether another circuit was in use. It is then the last of those that were replaced.
    replaced: bool,
}

impl Drop for Restore {
    #[inline]
    fn drop(&mut self) {
        SCOPE.with(|scope| scope.mode.set(self.mode));
        if self.replaced {
            SCOPE.with(Scope::restore);
        }
    }
}

/// Installs a circuit while a function runs that is, or calls, user code.
#[inline]
pub(crate) fn enter<C: Scoped, T>(circuit: &Shared<C>, mode: Phase, run: impl FnOnce() -> T) -> T {
    let before = SCOPE.with(|scope| scope.mode.replace(mode));
    let is_other = SCOPE.with(|scope| scope.circuit_id.get()) != circuit.id();
    let replaced = is_other && install(circuit, before);
    let _restore = Restore { mode: before, replaced };
    run()
}

#[cold]
fn install<C: Scoped>(circuit: &Shared<C>, mode: Phase) -> bool {
    let id = circuit.id();
    let circuit = C::weak(circuit);
    SCOPE.with(|scope| scope.replace(id, circuit, mode))
}

/// Switches to another phase for a part of the function of [`enter`], and returns the phase to which the caller switches
/// back. A panic is propagated to `enter`, which restores the state.
#[inline]
pub(crate) fn switch(mode: Phase) -> Phase {
    SCOPE.with(|scope| scope.mode.replace(mode))
}

/// Writes a message that goes to several circuits.
pub(crate) fn broadcast<T>(write: impl FnOnce() -> T) -> T {
    let mode = SCOPE.with(|scope| scope.mode.replace(Phase::Broadcast));
    // Also after a panic: there need not be a circuit that runs this.
    let _restore = Restore { mode, replaced: false };
    write()
}

/// The error for a value that belongs to one circuit where there is none.
#[cold]
pub(crate) fn no_circuit(what: &str) -> CallError {
    CallError::internal(if mode() == Phase::Broadcast {
        format!("{what} belongs to one circuit and cannot be sent to several; send it with `Circuit::send`")
    } else {
        format!("{what} can only be serialized into a message of a circuit")
    })
}

/// The current phase on this thread.
#[inline]
pub(crate) fn mode() -> Phase {
    SCOPE.with(|scope| scope.mode.get())
}

/// The circuit of the current decode or encode on this thread.
pub(crate) fn circuit(mode: Phase) -> Option<AnyShared> {
    SCOPE.with(|scope| if scope.mode.get() == mode { scope.kept.borrow().circuit.as_ref()?.upgrade() } else { None })
}

/// Notes that the current encode has reserved an item.
pub(crate) fn take(taken: ReservedItem) {
    SCOPE.with(|scope| {
        let mut kept = scope.keep();
        kept.taken.push(taken);
        scope.taken_count.set(kept.taken.len());
    });
}

/// The number of items that the encodes in progress have reserved.
#[inline]
pub(crate) fn taken_count() -> usize {
    SCOPE.with(|scope| scope.taken_count.get())
}

/// Removes and returns the items that were reserved since there were `count` of them.
#[cold]
pub(crate) fn taken_since(count: usize) -> Vec<ReservedItem> {
    SCOPE.with(|scope| {
        scope.taken_count.set(count);
        scope.kept.borrow_mut().taken.split_off(count)
    })
}

/// Creates the error of a decode that represents an error with a code, which is stored while serde passes its text up.
#[cold]
pub(crate) fn refuse_reading<E: de::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    keep_failure(error);
    text
}

/// Creates the error of an encode that represents an error with a code, which is stored while serde passes its text up.
#[cold]
pub(crate) fn refuse_writing<E: ser::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    keep_failure(error);
    text
}

fn keep_failure(error: CallError) {
    // Dropped once nothing is borrowed any more.
    let _before = SCOPE.with(|scope| scope.keep().failure.replace(error));
}

/// The error that this text represents, if it is the one that was stored last.
#[cold]
pub(crate) fn take_failure(text: &str) -> Option<CallError> {
    SCOPE.with(|scope| scope.kept.borrow_mut().failure.take()).filter(|error| text.starts_with(error.message()))
}

/// The owner of the JavaScript objects in what is being read. It is JavaScript unless Rust requested them.
pub(crate) fn ownership() -> Ownership {
    SCOPE.with(|scope| scope.ownership.get())
}

/// Sets the owner of the JavaScript objects that are read until the guard is dropped.
pub(crate) fn own(ownership: Ownership) -> OwnershipGuard {
    OwnershipGuard(SCOPE.with(|scope| scope.ownership.replace(ownership)))
}

/// Restores the previous owner.
pub(crate) struct OwnershipGuard(Ownership);

impl Drop for OwnershipGuard {
    fn drop(&mut self) {
        SCOPE.with(|scope| scope.ownership.set(self.0));
    }
}
