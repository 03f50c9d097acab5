use std::convert::Infallible;
use std::fmt;

use super::{CallInfo, FromCall, State};
use crate::circuit::{CircuitCore, CloseReason};
use crate::js::JsRuntime;
use crate::threading::{MaybeSend, MaybeSync, Shared, WeakShared};

/// A handle to the circuit of a call: a context parameter, which takes no argument.
///
/// A circuit is one client's state: its objects, running calls and limits. The handle does not keep the circuit alive.
/// After the circuit has ended, the handle is inert: its methods do nothing.
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
    id: u64,
    core: WeakShared<CircuitCore>,
}

impl Circuit {
    pub(crate) fn new(core: &Shared<CircuitCore>) -> Self {
        Self { id: core.id, core: Shared::downgrade(core) }
    }

    /// A number that is unique among the circuits of this process.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether the circuit has ended, because it was closed or because its client has disconnected.
    pub fn is_closed(&self) -> bool {
        self.core.upgrade().is_none_or(|core| core.link.is_closed())
    }

    /// Closes the circuit: its running calls are dropped and its objects freed; the host ends the connection.
    pub fn close(&self) {
        if let Some(core) = self.core.upgrade() {
            core.close(CloseReason::Application);
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

    /// Calls JavaScript on the client of this circuit.
    pub fn js(&self) -> JsRuntime {
        JsRuntime::new(self.core.clone())
    }

    /// How many Rust objects the client holds.
    pub fn object_count(&self) -> usize {
        self.core.upgrade().map_or(0, |core| core.objects.len())
    }

    /// How many asynchronous calls are running.
    pub fn calls_in_flight(&self) -> usize {
        self.core.upgrade().map_or(0, |core| core.calls.in_flight())
    }
}

impl fmt::Debug for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Circuit({})", self.id)
    }
}

impl FromCall for Circuit {
    type Refusal = Infallible;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(call.circuit())
    }
}
