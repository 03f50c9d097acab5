use std::convert::Infallible;
use std::fmt;

use serde::Serialize;

use crate::event::EventName;

use super::{CallInfo, FromCall, State};
use crate::circuit::{CircuitCore, CloseReason, Life};
use crate::event::{self, EventMessage};
use crate::js::{JsError, JsRuntime};
use crate::threading::{MaybeSend, MaybeSync, Shared, WeakShared};

/// A handle to the circuit of a call: a context parameter, which takes no argument.
///
/// A circuit is the state of one client: its objects, running calls and limits. The handle does not keep the circuit
/// alive. After the circuit has ended, the handle is inert: its methods have no effect.
///
/// ```
/// use interop_core::{Circuit, InProcess, js_invokable};
///
/// #[js_invokable(assembly = "Session")]
/// pub fn log_in(circuit: Circuit, name: String) {
///     circuit.attach(name);
/// }
///
/// #[js_invokable(assembly = "Session")]
/// pub fn who_am_i(circuit: &Circuit) -> Option<String> {
///     circuit.state::<String>().map(|name| String::clone(&name))
/// }
///
/// let app = InProcess::new();
/// assert_eq!(app.invoke("Session", "who_am_i", "[]").unwrap(), "null");
/// app.invoke("Session", "log_in", r#"["Amy"]"#).unwrap();
/// assert_eq!(app.invoke("Session", "who_am_i", "[]").unwrap(), r#""Amy""#);
/// ```
#[derive(Clone)]
pub struct Circuit {
    life: Shared<Life>,
    core: WeakShared<CircuitCore>,
}

impl Circuit {
    pub(crate) fn new(core: &Shared<CircuitCore>) -> Self {
        Self { life: Shared::clone(&core.life), core: Shared::downgrade(core) }
    }

    /// The id, which is unique among the circuits of this process.
    pub fn id(&self) -> u64 {
        self.life.id
    }

    /// Who the client is, if its host knows: the name that was given to `Accepted::user` of a server.
    pub fn user(&self) -> Option<&str> {
        self.life.user.as_deref()
    }

    /// Whether the circuit has ended, because it was closed or because its client has disconnected.
    pub fn is_closed(&self) -> bool {
        self.core.upgrade().is_none_or(|core| core.link.is_closed())
    }

    /// Closes the circuit for good: its running calls and its objects are dropped, and the host ends the connection. The
    /// client of a server does not connect again by itself, but only when its page calls `connect()`.
    pub fn close(&self) {
        self.close_for(CloseReason::Application);
    }

    /// Closes the circuit as [`close`](Self::close) does, but lets the client connect again by itself. A server then decides
    /// anew who the client is and whether it is welcome: after a logout, a change of its rights, or the end of its session.
    ///
    /// In a page with WebAssembly it is the same as `close`, because there is no connection.
    pub fn reconnect(&self) {
        self.close_for(CloseReason::Reconnect);
    }

    fn close_for(&self, reason: CloseReason) {
        if let Some(core) = self.core.upgrade() {
            core.close(reason);
        }
    }

    /// Attaches a value to the circuit, which methods then take as [`State<T>`](crate::State). It replaces a value of the
    /// same type.
    pub fn attach<T: MaybeSend + MaybeSync + 'static>(&self, value: T) {
        if let Some(core) = self.core.upgrade() {
            core.states.attach(&core.link, Shared::new(value));
        }
    }

    /// The value of this type that was attached to the circuit or given to its host.
    pub fn state<T: MaybeSend + MaybeSync + 'static>(&self) -> Option<State<T>> {
        self.core.upgrade()?.states.get().map(State::new)
    }

    /// The runtime for calling JavaScript on the client of this circuit.
    pub fn js(&self) -> JsRuntime {
        JsRuntime::new(self.core.clone())
    }

    /// Sends an event to the page, one way: the handlers that it has registered with `DotNet.on` are called with the
    /// arguments, a tuple, `()` for none. If there are none, the event is dropped. It is delivered in order with all other
    /// messages.
    ///
    /// Arguments are those of [calls to JavaScript](crate::JsRuntime), with references, byte arrays and streams anywhere
    /// inside. To send an event to several clients, use [`Groups`](crate::Groups) or [`Circuits`](crate::Circuits).
    ///
    /// ```
    /// use interop_core::testing::Script;
    /// use interop_core::{Circuit, InProcess, JsError, js_invokable};
    ///
    /// #[js_invokable(assembly = "Clock")]
    /// pub fn tick(circuit: Circuit) -> Result<(), JsError> {
    ///     circuit.send("clock.ticked", (12, 30))
    /// }
    ///
    /// // DotNet.on('clock.ticked', (hours, minutes) => console.log(hours, minutes));
    /// let script = Script::new().on("clock.ticked", |event| {
    ///     let (hours, minutes): (u32, u32) = event.args().unwrap();
    ///     assert_eq!((hours, minutes), (12, 30));
    /// });
    /// let app = InProcess::builder().javascript(script).build();
    /// app.invoke("Clock", "tick", "[]").unwrap();
    /// app.settle();
    /// ```
    ///
    /// # Errors
    ///
    /// [`JsError::Disconnected`] if the circuit has ended, [`JsError::Arguments`] if the arguments cannot be written, and
    /// [`JsError::Limit`] if they are too large or too much already waits to be sent. Nothing is sent then.
    pub fn send<A: Serialize>(&self, event: impl EventName<A>, args: A) -> Result<(), JsError> {
        event::send(&self.core().ok_or(JsError::Disconnected)?, event.event_name(), &args)
    }

    /// Runs when the circuit ends, with the reason, or at once if it has ended. By then it is in no group and is not listed
    /// in [`Circuits`](crate::Circuits), its running calls are dropped, and this handle is inert. Several hooks run
    /// independently of each other.
    ///
    /// The hook outlives the circuit. A server runs it in its own task, without a time limit; nothing waits for it except
    /// [`shutdown`](https://docs.rs/interop-server/latest/interop_server/struct.Server.html#method.shutdown) within its own
    /// limit. A panic is logged at the level `ERROR` and has no other effect. [`InProcess`](crate::InProcess) runs a hook on
    /// its own thread. A page polls it once, so there it must not wait.
    ///
    /// ```
    /// use interop_core::{Circuit, State, js_invokable};
    ///
    /// # pub struct Rooms;
    /// # impl Rooms { fn enter(&self, _: u32, _: u64) {} fn leave(&self, _: u32, _: u64) {} }
    /// #[js_invokable(assembly = "Chat")]
    /// pub fn enter(circuit: Circuit, rooms: State<Rooms>, room: u32) {
    ///     let id = circuit.id();
    ///     rooms.enter(room, id);
    ///     circuit.on_disconnected(move |_reason| async move { rooms.leave(room, id) });
    /// }
    /// ```
    pub fn on_disconnected<F>(&self, hook: impl FnOnce(CloseReason) -> F + MaybeSend + 'static)
    where
        F: Future<Output = ()> + MaybeSend + 'static,
    {
        self.life.at_end(Box::new(move |reason| Box::pin(hook(reason))));
    }

    /// Takes an event to this circuit as one of several.
    pub(crate) fn deliver(&self, event: &EventMessage) {
        if let Some(core) = self.core() {
            event::deliver(&core, event);
        }
    }

    pub(crate) fn core(&self) -> Option<Shared<CircuitCore>> {
        self.core.upgrade()
    }

    /// How many Rust objects the client holds.
    pub fn object_count(&self) -> usize {
        self.core.upgrade().map_or(0, |core| core.objects.len())
    }

    /// The number of running asynchronous calls.
    pub fn calls_in_flight(&self) -> usize {
        self.core.upgrade().map_or(0, |core| core.calls.in_flight())
    }
}

impl fmt::Debug for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Circuit({})", self.life.id)
    }
}

impl CallInfo<'_> {
    /// The circuit of the client that calls.
    pub fn circuit(&self) -> Circuit {
        Circuit::new(self.core())
    }
}

impl FromCall for Circuit {
    type Refusal = Infallible;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(call.circuit())
    }
}
