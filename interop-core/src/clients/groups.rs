use std::fmt;
use std::sync::OnceLock;

use serde::Serialize;

use crate::event::EventName;

use super::{GroupBackend, LocalGroups, Recipients};
use crate::circuit::{CircuitOptions, Roster, circuit_closed};
use crate::context::{CallInfo, Circuit, FromCall};
use crate::error::CallError;
use crate::event::Encoder;
use crate::js::JsError;
use crate::threading::Shared;

/// Maximum length of the name of a group, in bytes of UTF-8.
pub const MAX_GROUP_NAME_BYTES: usize = 1024;

/// Named groups of circuits that get the same events: a context parameter, which takes no argument.
///
/// A name is any text, such as `orders/42`; a group exists as long as it has members. A circuit leaves its groups when it
/// ends. Joining twice has the same effect as joining once, and leaving a group without being a member has none.
///
/// ```
/// use interop_core::{Circuit, Groups, JsError, js_invokable};
///
/// #[derive(serde::Serialize)]
/// struct Order { id: u32, is_paid: bool }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn watch(groups: Groups, circuit: Circuit, order: u32) -> Result<(), JsError> {
///     groups.join(&format!("orders/{order}"), &circuit)
/// }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn pay(groups: Groups, order: u32) -> Result<(), JsError> {
///     groups.send(&format!("orders/{order}"), "orders.changed", (Order { id: order, is_paid: true },))
/// }
/// ```
///
/// The page registers a handler with `DotNet.on('orders.changed', (order) => …)`.
/// [`guide::groups`](crate::guide::groups) has more. Clones share the groups.
#[derive(Clone)]
pub struct Groups(Shared<Inner>);

struct Inner {
    /// Made when it is first needed, so that a program that never joins or sends does not contain the groups of one process.
    backend: OnceLock<Box<dyn GroupBackend>>,
    encoder: Encoder,
}

impl Default for Groups {
    fn default() -> Self {
        Self::new()
    }
}

impl Groups {
    /// Groups within this process, with the default limits for the size and the depth of events.
    pub fn new() -> Self {
        Self::with_options(CircuitOptions::default())
    }

    /// Groups within this process. [`max_reply_bytes`](CircuitOptions::max_reply_bytes),
    /// [`max_outgoing_bytes`](CircuitOptions::max_outgoing_bytes) and
    /// [`max_json_depth`](CircuitOptions::max_json_depth) limit their events.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self(Shared::new(Inner { backend: OnceLock::new(), encoder: Encoder::new(options) }))
    }

    /// Groups that may span several processes.
    pub fn with_backend(options: CircuitOptions, backend: impl GroupBackend + 'static) -> Self {
        let backend: Box<dyn GroupBackend> = Box::new(backend);
        Self(Shared::new(Inner { backend: backend.into(), encoder: Encoder::new(options) }))
    }

    /// Makes a circuit a member of a group.
    ///
    /// # Errors
    ///
    /// [`JsError::Limit`] if the name is longer than [`MAX_GROUP_NAME_BYTES`] or the circuit is already a member of
    /// [`max_groups`](CircuitOptions::max_groups) groups, and [`JsError::Disconnected`] if the circuit has ended.
    pub fn join(&self, group: &str, circuit: &Circuit) -> Result<(), JsError> {
        if group.len() > MAX_GROUP_NAME_BYTES {
            return Err(JsError::Limit(format!("the name of the group is longer than {MAX_GROUP_NAME_BYTES} bytes")));
        }
        let core = circuit.core().ok_or(JsError::Disconnected)?;
        let roster: Shared<dyn Roster> = Shared::<Inner>::clone(&self.0);
        core.memberships.join(&core.link, core.id, &roster, group, || self.0.backend().join(group, circuit))
    }

    /// Ends the membership of a circuit in a group.
    pub fn leave(&self, group: &str, circuit: &Circuit) {
        if let Some(core) = circuit.core() {
            let roster: Shared<dyn Roster> = Shared::<Inner>::clone(&self.0);
            core.memberships.leave(core.id, &roster, group);
        }
    }

    /// Sends an event to all members of a group. Its arguments are a tuple, `()` for none, and are serialized once for
    /// all members. A group without members is no error.
    ///
    /// A member gets the events of one sender in their order, and in order with all other messages. A member that has
    /// left more than [`max_outgoing_bytes`](CircuitOptions::max_outgoing_bytes) unread, or for which its server has no
    /// memory left, is disconnected instead of missing an event. The others are unaffected. A circuit that leaves while
    /// an event is sent may still get it.
    ///
    /// # Errors
    ///
    /// [`JsError::Arguments`] if the arguments cannot be written or refer to something that belongs to one circuit: an
    /// [`ObjectReference`](crate::ObjectReference), a [`StreamReference`](crate::StreamReference) or a
    /// [`JsObjectReference`](crate::JsObjectReference). [`JsError::Limit`] if the event is too large or too deep. Nothing
    /// is sent then.
    pub fn send<A: Serialize>(&self, group: &str, event: impl EventName<A>, args: A) -> Result<(), JsError> {
        self.send_to(&Recipients::new().group(group), event, args)
    }

    /// Sends an event to all members of a group except this circuit, such as the one that caused the event.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_except<A: Serialize>(
        &self,
        group: &str,
        circuit: &Circuit,
        event: impl EventName<A>,
        args: A,
    ) -> Result<(), JsError> {
        self.send_to(&Recipients::new().group(group).except(circuit), event, args)
    }

    /// Sends an event to the members of several groups, and to single circuits. Its arguments are serialized once for all of
    /// them, and each circuit gets the event once.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub fn send_to<A: Serialize>(
        &self,
        recipients: &Recipients<'_>,
        event: impl EventName<A>,
        args: A,
    ) -> Result<(), JsError> {
        let message = self.0.encoder.encode(event.event_name(), &args)?;
        self.0.backend().send(recipients, &message);
        Ok(())
    }
}

impl Inner {
    fn backend(&self) -> &dyn GroupBackend {
        &**self.backend.get_or_init(|| Box::new(LocalGroups::new()))
    }
}

impl Roster for Inner {
    fn forget(&self, circuit_id: u64, group: &str) {
        self.backend().leave(group, circuit_id);
    }
}

impl fmt::Debug for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Groups")
    }
}

impl FromCall for Groups {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.state::<Self>().map(|groups| Self::clone(&groups)).ok_or_else(circuit_closed)
    }
}
