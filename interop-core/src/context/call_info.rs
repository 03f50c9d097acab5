use std::fmt;

use crate::circuit::CircuitCore;
use crate::descriptor::{MethodDescriptor, MethodKind};
use crate::object::TrackedObject;
use crate::threading::Shared;
use crate::thunk::Call;

/// What is known about a call before it runs: the method, and the circuit of its client. It does not contain the arguments.
///
/// [`FromCall`](crate::FromCall) makes parameters from it, and a [`CallLayer`](crate::CallLayer) decides by it.
#[derive(Clone, Copy)]
pub struct CallInfo<'c> {
    method: &'static MethodDescriptor,
    name: &'c str,
    object: Option<&'c TrackedObject>,
    circuit: &'c Shared<CircuitCore>,
}

impl<'c> CallInfo<'c> {
    pub(crate) fn new(
        method: &'static MethodDescriptor,
        name: &'c str,
        object: Option<&'c TrackedObject>,
        circuit: &'c Shared<CircuitCore>,
    ) -> Self {
        Self { method, name, object, circuit }
    }

    #[inline]
    pub(crate) fn of(call: &Call<'c>) -> Self {
        let Call { method, name, object, circuit, .. } = *call;
        Self { method, name, object, circuit }
    }

    /// The assembly of the method; for a method of an object, the one that its type belongs to.
    pub fn assembly(&self) -> &'static str {
        self.method.assembly
    }

    /// The id by which the method was called. For a [`Callback`](crate::Callback), this is its name.
    pub fn name(&self) -> &'c str {
        self.name
    }

    /// The type of the object that the method is called on, such as `Cart` or `Shelf<Book>`; `None` for a static method.
    pub fn object_type(&self) -> Option<String> {
        match self.method.kind {
            MethodKind::Static => None,
            MethodKind::Instance | MethodKind::Items => self.object.map(TrackedObject::type_name),
        }
    }

    /// The description of the method.
    pub fn method(&self) -> &'static MethodDescriptor {
        self.method
    }

    pub(super) fn object(&self) -> Option<&'c TrackedObject> {
        self.object
    }

    pub(crate) fn core(&self) -> &'c Shared<CircuitCore> {
        self.circuit
    }
}

impl fmt::Debug for CallInfo<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("assembly", &self.assembly())
            .field("object_type", &self.object_type())
            .field("name", &self.name)
            .field("circuit", &self.circuit.id)
            .finish()
    }
}
