use std::fmt;
use std::sync::Mutex;

use serde::Serialize;

use crate::event::EventName;

use super::users::{NewUsers, Users};
use crate::circuit::{CircuitCore, CircuitOptions, IdMap, Roster, circuit_closed};
use crate::context::{CallInfo, Circuit, FromCall};
use crate::error::CallError;
use crate::event::{Encoder, EventMessage};
use crate::js::JsError;
use crate::threading::{Shared, lock};

/// All open circuits of a host: a context parameter, which takes no argument.
///
/// A circuit is listed from its connection to its end. With a server, that is every client that is connected to this
/// process.
///
/// ```
/// use interop_core::{Circuits, InProcess, js_invokable};
///
/// #[js_invokable(assembly = "Chat")]
/// pub fn present(circuits: Circuits) -> usize {
///     circuits.len()
/// }
///
/// #[js_invokable(assembly = "Chat")]
/// pub fn sign_out_everywhere(circuits: Circuits, user: &str) {
///     circuits.of_user(user).iter().for_each(|circuit| circuit.reconnect());
/// }
///
/// let circuits = Circuits::default();
/// let amy = InProcess::builder().circuits(&circuits).user("amy").build();
/// let _ben = InProcess::builder().circuits(&circuits).user("ben").build();
/// assert_eq!(amy.invoke("Chat", "present", "[]").unwrap(), "2");
/// amy.invoke("Chat", "sign_out_everywhere", r#"["ben"]"#).unwrap();
/// assert_eq!(amy.invoke("Chat", "present", "[]").unwrap(), "1");
/// ```
///
/// Clones share the list.
#[derive(Clone)]
pub struct Circuits(Shared<Population>);

struct Population {
    listed: Mutex<Listed>,
    encoder: Encoder,
}

#[derive(Default)]
struct Listed {
    by_id: IdMap<Circuit>,
    /// The circuits of each user, once a circuit has a user.
    by_user: Option<Box<dyn Users>>,
}

impl Default for Circuits {
    fn default() -> Self {
        Self::with_options(CircuitOptions::default())
    }
}

impl Circuits {
    /// No circuits. [`max_reply_bytes`](CircuitOptions::max_reply_bytes),
    /// [`max_outgoing_bytes`](CircuitOptions::max_outgoing_bytes) and
    /// [`max_json_depth`](CircuitOptions::max_json_depth) limit the events that are sent to several circuits.
    pub fn with_options(options: CircuitOptions) -> Self {
        Self(Shared::new(Population { listed: Mutex::default(), encoder: Encoder::new(options) }))
    }

    /// The number of circuits.
    pub fn len(&self) -> usize {
        lock(&self.0.listed).by_id.len()
    }

    /// Whether there are no circuits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The circuit with this [`Circuit::id`].
    pub fn get(&self, id: u64) -> Option<Circuit> {
        lock(&self.0.listed).by_id.get(id).cloned()
    }

    /// The circuits of a user: those whose host has given them this [`Circuit::user`].
    pub fn of_user(&self, user: &str) -> Vec<Circuit> {
        let listed = lock(&self.0.listed);
        let ids = listed.by_user.as_ref().map_or(&[][..], |users| users.circuits_of(user));
        ids.iter().filter_map(|id| listed.by_id.get(*id).cloned()).collect()
    }

    /// The circuits that are open now, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = Circuit> + use<> {
        let circuits: Vec<_> = lock(&self.0.listed).by_id.values().cloned().collect();
        circuits.into_iter()
    }

    /// Sends an event to all circuits. It is serialized once, and has the limits and the outcomes of
    /// [`Groups::send`](super::Groups::send).
    ///
    /// # Errors
    ///
    /// As [`Groups::send`](super::Groups::send).
    pub fn send<A: Serialize>(&self, event: impl EventName<A>, args: A) -> Result<(), JsError> {
        self.0.encoder.encode(event.event_name(), &args).map(|message| deliver(self.iter(), &message))
    }

    /// Sends an event to all circuits except this one.
    ///
    /// # Errors
    ///
    /// As [`Groups::send`](super::Groups::send).
    pub fn send_except<A: Serialize>(
        &self,
        circuit: &Circuit,
        event: impl EventName<A>,
        args: A,
    ) -> Result<(), JsError> {
        let message = self.0.encoder.encode(event.event_name(), &args)?;
        deliver(self.iter().filter(|other| other.id() != circuit.id()), &message);
        Ok(())
    }

    /// Sends an event to the circuits of a user.
    ///
    /// # Errors
    ///
    /// As [`Groups::send`](super::Groups::send).
    pub fn send_to_user<A: Serialize>(&self, user: &str, event: impl EventName<A>, args: A) -> Result<(), JsError> {
        let message = self.0.encoder.encode(event.event_name(), &args)?;
        deliver(self.of_user(user).into_iter(), &message);
        Ok(())
    }

    /// Lists a new circuit until it ends, also by its user if it has one.
    pub(crate) fn list(&self, core: &Shared<CircuitCore>, users: Option<NewUsers>) {
        let circuit = Circuit::new(core);
        let mut listed = lock(&self.0.listed);
        if let (Some(user), Some(users)) = (&core.life.user, users) {
            listed.by_user.get_or_insert_with(users).add(user, core.id);
        }
        listed.by_id.insert(core.id, circuit);
        drop(listed);
        core.memberships.list(Shared::<Population>::clone(&self.0));
    }
}

fn deliver(circuits: impl Iterator<Item = Circuit>, message: &EventMessage) {
    circuits.for_each(|circuit| circuit.deliver(message));
}

impl Roster for Population {
    fn forget(&self, circuit_id: u64, user: &str) {
        let mut listed = lock(&self.listed);
        let circuit = listed.by_id.remove(circuit_id);
        if let Some(users) = &mut listed.by_user {
            users.remove(user, circuit_id);
        }
        drop(listed);
        drop(circuit);
    }
}

impl fmt::Debug for Circuits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Circuits({})", self.len())
    }
}

impl FromCall for Circuits {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.state::<Self>().map(|circuits| Self::clone(&circuits)).ok_or_else(circuit_closed)
    }
}
