//! What a decode or an encode on this thread belongs to, for types that reach it from inside serde.
//!
//! References and streams are read and written by ordinary serde implementations, which see no context. Each call into user
//! code therefore installs its circuit in a thread-local, and a mode says whether a decode or an encode is in progress. User
//! functions themselves run in [`Phase::Idle`], where nothing finds it. Uses nest: an encode that calls into another circuit
//! and comes back finds its own.
//!
//! The circuit stays installed after the call, as a weak reference that is only a hint then: the next call of the same
//! circuit finds it there, and changes no counter.
//!
//! Circuits have no type here, since nearly everything in a circuit uses this module.

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

/// What is known on one thread.
///
/// It has no destructor: each access to a thread-local with one first checks whether that has run, and there are several
/// accesses in each call. [`ThreadEnd`] drops what is kept.
struct Scope {
    mode: Cell<Phase>,
    /// The id of the circuit that is installed; 0 for none.
    circuit_id: Cell<u64>,
    /// How many things the encodes in progress have taken.
    taken_count: Cell<usize>,
    ownership: Cell<Ownership>,
    kept: ManuallyDrop<RefCell<ScopeStorage>>,
}

/// What has to be dropped at the end of the thread.
#[derive(Default)]
struct ScopeStorage {
    circuit: Option<AnyWeak>,
    /// The circuits that others have replaced while they were in use, with their ids.
    replaced: Vec<(u64, Option<AnyWeak>)>,
    /// What the encodes in progress have taken, the innermost last.
    taken: Vec<ReservedItem>,
    /// The error behind the text that serde carries up.
    failure: Option<CallError>,
}

/// Drops what the scope of a thread keeps when the thread ends.
struct ThreadEnd;

impl Drop for ThreadEnd {
    fn drop(&mut self) {
        let kept = SCOPE.with(|scope| {
            // The circuit is not installed any more, should another destructor call into it.
            scope.circuit_id.set(0);
            scope.kept.take()
        });
        drop(kept);
    }
}

/// What happens in the circuit that is installed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing: what is installed is only a hint for the next call.
    Outside,
    /// A user function runs.
    Idle,
    /// Arguments or results are read.
    Decode,
    /// Results or arguments are written.
    Encode,
}

/// Who disposes a JavaScript object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ownership {
    /// Rust requested it: its last handle disposes it.
    Rust,
    /// JavaScript passed it in.
    JavaScript,
}

/// Something that an encode has taken for its message, and from which circuit.
pub(crate) enum ReservedItem {
    /// One sending of the object with this id.
    Object(Shared<dyn Sender>, u64),
    /// The stream with this id.
    Stream(Shared<dyn Sender>, u64),
    /// Only to be held: when it is dropped, JavaScript may be told to forget the object.
    JsObject(AnyShared),
}

/// The sender of a message, which gets back what the message names if that is not sent.
pub(crate) trait Sender: MaybeSend + MaybeSync {
    /// Takes back one sending of each of these objects, and these streams.
    fn take_back(&self, objects: &[u64], streams: &[u64]);
}

/// What can be installed.
pub(crate) trait Scoped: Any + MaybeSend + MaybeSync {
    /// A number that nothing else of this process has, and never 0.
    fn id(&self) -> u64;
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

    /// What is kept, in order to add to it.
    fn keep(&self) -> RefMut<'_, ScopeStorage> {
        // Fails only in destructors that run after that of `ThreadEnd`.
        let _ = THREAD_END.try_with(|_| ());
        self.kept.borrow_mut()
    }

    /// Installs a circuit in the place of another, and says whether that one was in use.
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

    /// Installs the circuit again that was replaced last.
    #[cold]
    fn restore(&self) {
        let mut kept = self.kept.borrow_mut();
        if let Some((id, circuit)) = kept.replaced.pop() {
            self.circuit_id.set(id);
            kept.circuit = circuit;
        }
    }
}

/// Restores what was there before, also when user code panics.
struct Restore {
    mode: Phase,
    /// Whether another circuit was in use, which is the last of those that were replaced.
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

/// Installs a circuit while something runs that is, or calls, user code.
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
    let circuit = Shared::downgrade(circuit);
    SCOPE.with(|scope| scope.replace(id, circuit, mode))
}

/// Runs a part of what [`enter`] runs in another mode. A panic goes up to there, and is put right there.
#[inline]
pub(crate) fn within<T>(mode: Phase, run: impl FnOnce() -> T) -> T {
    let before = SCOPE.with(|scope| scope.mode.replace(mode));
    let result = run();
    SCOPE.with(|scope| scope.mode.set(before));
    result
}

/// What happens on this thread.
#[inline]
pub(crate) fn mode() -> Phase {
    SCOPE.with(|scope| scope.mode.get())
}

/// The circuit of the decode or encode in progress on this thread.
pub(crate) fn circuit(mode: Phase) -> Option<AnyShared> {
    SCOPE.with(|scope| if scope.mode.get() == mode { scope.kept.borrow().circuit.as_ref()?.upgrade() } else { None })
}

/// Notes that the encode in progress has taken something.
pub(crate) fn take(taken: ReservedItem) {
    SCOPE.with(|scope| {
        let mut kept = scope.keep();
        kept.taken.push(taken);
        scope.taken_count.set(kept.taken.len());
    });
}

/// How many things the encodes in progress have taken.
#[inline]
pub(crate) fn taken_count() -> usize {
    SCOPE.with(|scope| scope.taken_count.get())
}

/// Everything that was taken since there were this many.
#[cold]
pub(crate) fn taken_since(count: usize) -> Vec<ReservedItem> {
    SCOPE.with(|scope| {
        scope.taken_count.set(count);
        scope.kept.borrow_mut().taken.split_off(count)
    })
}

/// The error of a decode that stands for one with a code, which is kept while serde carries its text up.
#[cold]
pub(crate) fn refuse_reading<E: de::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    keep_failure(error);
    text
}

/// The error of an encode that stands for one with a code, which is kept while serde carries its text up.
#[cold]
pub(crate) fn refuse_writing<E: ser::Error>(error: CallError) -> E {
    let text = E::custom(&error);
    keep_failure(error);
    text
}

fn keep_failure(error: CallError) {
    // Dropped when nothing is borrowed any more.
    let _before = SCOPE.with(|scope| scope.keep().failure.replace(error));
}

/// The error that stands behind this text, if it is the one that was kept last.
#[cold]
pub(crate) fn take_failure(text: &str) -> Option<CallError> {
    SCOPE.with(|scope| scope.kept.borrow_mut().failure.take()).filter(|error| text.starts_with(error.message()))
}

/// Who owns the JavaScript objects in what is being read: JavaScript does unless Rust requested them.
pub(crate) fn ownership() -> Ownership {
    SCOPE.with(|scope| scope.ownership.get())
}

/// Says who owns the JavaScript objects in what is read until the guard is dropped.
pub(crate) fn own(ownership: Ownership) -> OwnershipGuard {
    OwnershipGuard(SCOPE.with(|scope| scope.ownership.replace(ownership)))
}

/// Restores what was there before.
pub(crate) struct OwnershipGuard(Ownership);

impl Drop for OwnershipGuard {
    fn drop(&mut self) {
        SCOPE.with(|scope| scope.ownership.set(self.0));
    }
}
