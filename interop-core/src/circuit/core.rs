//! The state that the host, the handles and the running calls of a circuit share.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use super::blocking_calls::BlockingCalls;
use super::budget::Share;
use super::calls::Calls;
use super::host::HostServices;
use super::inbox::Inbox;
use super::js_calls::JsCalls;
use super::js_objects::JsObjects;
use super::layers::CallLayers;
use super::life::Life;
use super::link::Link;
use super::memberships::Memberships;
use super::objects::Objects;
use super::options::CircuitOptions;
use super::outgoing::{CloseReason, ProtocolViolation};
use super::states::{StateMap, States};
use super::streams::Streams;
use crate::scope::{self, Phase, Scoped, Sender};
use crate::threading::{AnyWeak, BoxFuture, Shared};

/// Times longer than 30 years never end, because the sum of the current time and such a time may exceed the range of a
/// clock.
const MAX_SLEEP: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The parts of a circuit. Each part has its own lock. Parts do not refer to the circuit: what a part needs from
/// another one is passed to it as an argument.
pub(crate) struct CircuitCore {
    pub(crate) id: u64,
    pub(crate) life: Shared<Life>,
    /// What the client and logs call it.
    pub(crate) name: Box<str>,
    pub(crate) link: Link,
    pub(super) layers: CallLayers,
    pub(crate) services: Shared<dyn HostServices>,
    pub(crate) states: States,
    pub(crate) inbox: Inbox,
    pub(crate) objects: Objects,
    pub(crate) calls: Calls,
    pub(super) blocking: BlockingCalls,
    pub(crate) js_calls: JsCalls,
    pub(crate) js_objects: JsObjects,
    pub(crate) streams: Streams,
    /// The number of streams of values that Rust has sent and that still exist.
    pub(crate) item_streams: AtomicUsize,
    pub(crate) memberships: Memberships,
}

impl CircuitCore {
    pub(super) fn new(
        name: Option<Box<str>>,
        options: CircuitOptions,
        services: Shared<dyn HostServices>,
        states: StateMap,
        user: Option<Box<str>>,
        share: Option<Share>,
        layers: CallLayers,
    ) -> Shared<Self> {
        static LAST_ID: AtomicU64 = AtomicU64::new(0);
        let id = LAST_ID.fetch_add(1, Ordering::Relaxed) + 1;
        let spawner = Shared::clone(&services);
        Shared::new(Self {
            id,
            name: name.unwrap_or_else(|| id.to_string().into()),
            life: Life::new(id, user, Box::new(move |future| spawner.spawn(future))),
            link: Link::new(options, share, !layers.is_empty()),
            layers,
            services,
            states: States::new(states),
            inbox: Inbox::default(),
            objects: Objects::default(),
            calls: Calls::default(),
            blocking: BlockingCalls::default(),
            js_calls: JsCalls::default(),
            js_objects: JsObjects::default(),
            streams: Streams::default(),
            item_streams: AtomicUsize::new(0),
            memberships: Memberships::default(),
        })
    }

    /// Ends everything except the running futures. The host drops those, because one of them may be the caller.
    pub(crate) fn close(&self, reason: CloseReason) {
        let told = reason.clone();
        if !self.link.close(reason) {
            return;
        }
        // First, so that nothing more is sent to it.
        self.memberships.end(self.id, self.life.user.as_deref().unwrap_or_default());
        self.objects.clear();
        self.calls.clear();
        self.blocking.drop_waiting();
        self.inbox.clear();
        self.js_calls.fail();
        self.streams.end();
        self.states.clear();
        self.link.outbox.wake_driver();
        self.life.end(&told);
    }

    /// Closes the circuit if the client violated the protocol.
    pub(super) fn checked<T>(&self, received: Result<T, ProtocolViolation>) -> Result<T, ProtocolViolation> {
        if let Err(violation) = &received {
            self.close(CloseReason::Violation(violation.clone()));
        }
        received
    }

    /// The circuit as the sender of a message. As for `weak`, there is one place that makes it.
    #[inline(never)]
    pub(crate) fn into_sender(self: Shared<Self>) -> Shared<dyn Sender> {
        self
    }

    /// A future of the host that is ready after this time, or never if the time is longer than clocks can count.
    pub(crate) fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        if time > MAX_SLEEP { Box::pin(std::future::pending()) } else { self.services.sleep(time) }
    }

    /// Runs a function with the circuit of the current decode or encode on this thread, if there is one.
    pub(crate) fn with_current<T>(mode: Phase, run: impl FnOnce(&Shared<Self>) -> T) -> Option<T> {
        let circuit = scope::circuit(mode)?.downcast().ok()?;
        Some(run(&circuit))
    }
}

impl Scoped for CircuitCore {
    #[inline]
    fn id(&self) -> u64 {
        self.id
    }

    #[inline(never)]
    fn weak(this: &Shared<Self>) -> AnyWeak {
        Shared::downgrade(this) as AnyWeak
    }
}

impl Sender for CircuitCore {
    fn take_back(&self, objects: &[u64], streams: &[u64]) {
        for id in objects {
            self.objects.release(*id, 1);
        }
        self.streams.discard(streams);
    }
}
