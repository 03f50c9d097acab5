//! What the host, the handles and the running calls of a circuit share.

use std::any::{Any, TypeId};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use super::blocking::BlockingCalls;
use super::budget::{Budget, Charge, Share};
use super::calls::Calls;
use super::cost;
use super::hold::Hold;
use super::host::HostServices;
use super::js_calls::{JsCalls, JsObjects};
use super::objects::ObjectTable;
use super::options::CircuitOptions;
use super::outbox::Outbox;
use super::outgoing::{CloseReason, ProtocolViolation};
use super::streams::Streams;
use crate::error::{CallError, ErrorCode};
use crate::object::{TrackedObject, Tracking};
use crate::registry::Registry;
use crate::scope;
use crate::threading::{AnyShared, MaybeSend, MaybeSync, Shared, lock};

/// JavaScript counts exactly up to here.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// What counts for an empty byte array, so that many small ones cannot take unbounded memory.
const LEAST_BYTE_ARRAY: usize = 4;

/// Values by their types. There are few, so an ordered list takes less code than a hash table and is as fast.
#[derive(Clone, Default)]
pub(crate) struct States(Vec<(TypeId, AnyShared)>);

impl States {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn get(&self, id: TypeId) -> Option<&AnyShared> {
        let at = self.0.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&self.0[at].1)
    }

    /// Adds a value and returns the one of the same type that it replaces.
    pub(crate) fn insert(&mut self, id: TypeId, value: AnyShared) -> Option<AnyShared> {
        match self.0.binary_search_by_key(&id, |(id, _)| *id) {
            Ok(at) => Some(mem::replace(&mut self.0[at].1, value)),
            Err(at) => {
                self.0.insert(at, (id, value));
                None
            }
        }
    }

    /// Adds values that replace those of the same types.
    pub(crate) fn extend(&mut self, others: &Self) {
        for (id, value) in &others.0 {
            self.insert(*id, Shared::clone(value));
        }
    }
}

pub(crate) struct CircuitCore {
    pub(crate) id: u64,
    pub(crate) options: CircuitOptions,
    pub(crate) budget: Shared<Budget>,
    pub(super) registry: Registry,
    pub(crate) services: Box<dyn HostServices>,
    /// Given by the host for all circuits, and attached to this one.
    states: RwLock<States>,
    closed: AtomicBool,
    close_reason: Mutex<Option<CloseReason>>,
    objects: Mutex<ObjectTable>,
    pub(super) outbox: Outbox,
    /// Whether there is something for the driver to take over: a call or a stream that began, a call that was cancelled.
    pub(super) has_news: AtomicBool,
    pub(super) calls: Calls,
    pub(super) blocking: BlockingCalls,
    pub(super) js_calls: Mutex<JsCalls>,
    pub(super) js_objects: JsObjects,
    pub(super) streams: Mutex<Streams>,
    incoming: Mutex<Incoming>,
    has_incoming: AtomicBool,
    last_byte_array_id: AtomicU64,
    /// Whether the host is in the midst of a message, so that no time-out may end.
    pub(crate) hold: Hold,
}

/// Byte arrays that have arrived and wait for the call that names them.
#[derive(Default)]
struct Incoming {
    arrays: Vec<bytes::Bytes>,
    count: u64,
    bytes: usize,
    charge: Option<Charge>,
    /// Why the call that follows is refused.
    refusal: Option<CallError>,
}

impl CircuitCore {
    pub(super) fn new(
        options: CircuitOptions,
        registry: Registry,
        services: Box<dyn HostServices>,
        states: States,
        share: Option<Share>,
    ) -> Shared<Self> {
        static LAST_ID: AtomicU64 = AtomicU64::new(0);
        let budget = Budget::new(options.max_held_bytes, share);
        Shared::new(Self {
            id: LAST_ID.fetch_add(1, Ordering::Relaxed) + 1,
            options: options.within_bounds(),
            registry,
            services,
            states: RwLock::new(states),
            closed: AtomicBool::new(false),
            close_reason: Mutex::default(),
            objects: Mutex::default(),
            outbox: Outbox::new(&budget),
            budget,
            has_news: AtomicBool::new(false),
            calls: Calls::default(),
            blocking: BlockingCalls::default(),
            js_calls: Mutex::default(),
            js_objects: JsObjects::default(),
            streams: Mutex::default(),
            incoming: Mutex::default(),
            has_incoming: AtomicBool::new(false),
            last_byte_array_id: AtomicU64::new(0),
            hold: Hold::default(),
        })
    }

    // Life

    /// Whether the circuit is closed. Once it is, [`close_reason`](Self::close_reason) says why.
    #[inline]
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(super) fn close_reason(&self) -> Option<CloseReason> {
        lock(&self.close_reason).clone()
    }

    /// Ends everything but the running futures, which the host drops: they may be the caller.
    pub(crate) fn close(&self, reason: CloseReason) {
        {
            let mut known = lock(&self.close_reason);
            if known.is_some() {
                return;
            }
            *known = Some(reason);
            // After the reason: the driver runs on another thread, and asks for the reason as soon as it sees the mark.
            self.closed.store(true, Ordering::Release);
        }
        let objects = lock(&self.objects).take_all();
        for object in &objects {
            *lock(&object.identity.state) = Tracking::Disposed;
        }
        objects.into_iter().for_each(drop_quietly);
        self.calls.clear();
        self.blocking.drop_waiting();
        *lock(&self.incoming) = Incoming::default();
        self.fail_js_calls();
        self.end_streams();
        let states = std::mem::take(&mut *self.states.write().unwrap_or_else(PoisonError::into_inner));
        states.0.into_iter().for_each(drop_quietly);
        self.outbox.wake_driver();
    }

    /// Closes the circuit because the client broke the protocol.
    pub(super) fn violated(&self, text: String) -> ProtocolViolation {
        let violation = ProtocolViolation(text);
        self.close(CloseReason::Violation(violation.clone()));
        violation
    }

    // State

    pub(crate) fn attach<T: MaybeSend + MaybeSync + 'static>(&self, value: Shared<T>) {
        let mut states = self.states.write().unwrap_or_else(PoisonError::into_inner);
        let before = if self.is_closed() { Some(value as AnyShared) } else { states.insert(TypeId::of::<T>(), value) };
        drop(states);
        drop_quietly(before);
    }

    pub(crate) fn state<T: MaybeSend + MaybeSync + 'static>(&self) -> Option<Shared<T>> {
        let states = self.states.read().unwrap_or_else(PoisonError::into_inner);
        let value = Shared::clone(states.get(TypeId::of::<T>())?);
        drop(states);
        value.downcast().ok()
    }

    // Objects

    /// An id from the sequence that objects and streams share.
    pub(super) fn next_object_id(&self) -> u64 {
        lock(&self.objects).next_id()
    }

    /// Counts one sending of an object and returns its id, a new one if it was never sent.
    pub(crate) fn track(self: &Shared<Self>, object: &TrackedObject) -> Result<u64, CallError> {
        let mut tracking = lock(&object.identity.state);
        let id = match &*tracking {
            Tracking::Disposed => {
                let text = format!("Cannot access a disposed object: ObjectReference<{}>.", object.type_name());
                return Err(CallError::dispatch(ErrorCode::ObjectDisposed, text));
            }
            Tracking::Tracked { circuit, id } => {
                if circuit.as_ptr() != Shared::as_ptr(self) {
                    return Err(CallError::internal(
                        "ObjectReference is already being tracked by a different instance of Circuit. A common cause \
                         is caching an instance of ObjectReference globally. Consider creating instances of \
                         ObjectReference at the interop call site.",
                    ));
                }
                Some(*id)
            }
            Tracking::Untracked => None,
        };
        let mut objects = lock(&self.objects);
        if self.is_closed() {
            return Err(CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned()));
        }
        if let Some(id) = id
            && objects.pin(id)
        {
            drop(objects);
            scope::pin(self, id);
            return Ok(id);
        }
        if objects.len() >= self.options.max_objects {
            return Err(self.options.too_many_objects());
        }
        let charge = self.budget.charge(cost::OBJECT + object.size())?;
        // A reference whose sendings were all given back keeps its id.
        let id = id.unwrap_or_else(|| objects.next_id());
        objects.insert(id, object.clone(), charge);
        *tracking = Tracking::Tracked { circuit: Shared::downgrade(self), id };
        drop(objects);
        scope::pin(self, id);
        Ok(id)
    }

    pub(crate) fn object(&self, id: u64) -> Result<TrackedObject, CallError> {
        lock(&self.objects).get(id).cloned().ok_or_else(|| no_tracked_object(id))
    }

    /// Takes an object out of the table, whoever holds it.
    pub(crate) fn remove_object(&self, id: u64) {
        let object = lock(&self.objects).remove(id);
        drop_quietly(object);
    }

    /// Disposes the reference through which the client holds the object.
    pub(super) fn dispose_object(&self, object: TrackedObject, id: u64) {
        *lock(&object.identity.state) = Tracking::Disposed;
        self.remove_object(id);
        drop_quietly(object);
    }

    /// Gives back `count` sendings of an object.
    pub(crate) fn release_object(&self, id: u64, count: u64) {
        let object = lock(&self.objects).release(id, count);
        drop_quietly(object);
    }

    pub(crate) fn object_count(&self) -> usize {
        lock(&self.objects).len()
    }

    // Calls

    pub(crate) fn calls_in_flight(&self) -> usize {
        self.calls.in_flight()
    }

    /// Checks the id of a call that begins.
    pub(super) fn check_call_id(&self, call_id: u64) -> Result<(), ProtocolViolation> {
        if call_id > MAX_SAFE_INTEGER {
            return Err(self.violated(format!("The call id {call_id} is not a safe integer.")));
        }
        if self.calls.contains(call_id) {
            return Err(self.violated(format!("There is already a pending call with ID {call_id}.")));
        }
        Ok(())
    }

    /// Cancels a running call. Its id stays taken until it is answered.
    pub(super) fn cancel_call(&self, call_id: u64) {
        if self.calls.cancel(call_id) {
            self.tell_driver();
        }
    }

    /// There is something for the driver to take over.
    pub(super) fn tell_driver(&self) {
        self.has_news.store(true, Ordering::Release);
        self.outbox.wake_driver();
    }

    /// Takes back what a message names that nobody will receive.
    pub(crate) fn take_back(&self, objects: &[u64], streams: &[u64]) {
        for id in objects {
            self.release_object(*id, 1);
        }
        self.discard_streams(streams);
    }

    /// Takes back the count of objects that the client has sent itself, but for those that it had not held before.
    pub(crate) fn uncount(&self, objects: &[u64]) {
        let mut table = lock(&self.objects);
        for id in objects {
            table.unpin(*id);
        }
    }

    // Byte arrays

    pub(crate) fn next_byte_array_id(&self) -> u64 {
        self.last_byte_array_id.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Takes in a byte array that a following call names.
    pub(super) fn receive_byte_array(&self, id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        let mut incoming = lock(&self.incoming);
        if id == 0 {
            *incoming = Incoming::default();
        }
        let count = incoming.count;
        if id != count {
            drop(incoming);
            return Err(self.violated(format!(
                "Element id '{id}' cannot be added to the byte arrays to be revived with length '{count}'."
            )));
        }
        incoming.count += 1;
        incoming.bytes = incoming.bytes.saturating_add(data.len().max(LEAST_BYTE_ARRAY));
        if incoming.refusal.is_none() {
            let admitted = if incoming.bytes > self.options.max_argument_bytes {
                Err(self.options.arguments_too_large())
            } else {
                let charge = incoming.charge.get_or_insert_with(|| self.budget.nothing());
                charge.resize(charge.bytes() + cost::buffers([&data]))
            };
            match admitted {
                Ok(()) => incoming.arrays.push(data),
                // The call that follows is refused; what it names need not be kept, only counted.
                Err(refusal) => {
                    let count = incoming.count;
                    *incoming = Incoming { count, refusal: Some(refusal), ..Incoming::default() };
                }
            }
        }
        drop(incoming);
        self.has_incoming.store(true, Ordering::Release);
        Ok(())
    }

    /// The byte arrays of the call that is being dispatched.
    #[inline]
    pub(super) fn take_byte_arrays(&self) -> Result<Vec<bytes::Bytes>, CallError> {
        if !self.has_incoming.load(Ordering::Acquire) {
            return Ok(Vec::new());
        }
        self.has_incoming.store(false, Ordering::Relaxed);
        let incoming = std::mem::take(&mut *lock(&self.incoming));
        match incoming.refusal {
            Some(refusal) => Err(refusal),
            None => Ok(incoming.arrays),
        }
    }
}

/// The error for an id that names no object.
#[cold]
pub(super) fn no_tracked_object(id: u64) -> CallError {
    CallError::dispatch(
        ErrorCode::ObjectDisposed,
        format!(
            "There is no tracked object with id '{id}'. Perhaps the ObjectReference instance was already disposed."
        ),
    )
}

/// Drops a value of the user's, whose destructor may panic: nothing else is harmed by it.
pub(crate) fn drop_quietly<T>(value: T) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        forget_payload(payload);
    }
}

/// Drops what a panic carried; even that may panic.
pub(crate) fn forget_payload(payload: Box<dyn Any + Send>) {
    if let Err(second) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(second);
    }
}
