//! An object as a circuit holds it: without its type, and with the identity that all clones of a reference share.

use std::fmt;
use std::sync::Mutex;

use super::InteropObject;
use super::interop_object::ObjectType;
use crate::circuit::CircuitCore;
use crate::descriptor::MethodDescriptor;
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, ReservedItem};
use crate::threading::{AnyShared, Shared, WeakShared, lock};

/// The state that all clones of a reference share.
#[derive(Default)]
pub(super) struct Identity {
    state: Mutex<Tracking>,
}

/// Whether an object is tracked, and by which circuit.
#[derive(Default)]
enum Tracking {
    #[default]
    Untracked,
    Tracked {
        circuit: WeakShared<CircuitCore>,
        id: u64,
    },
    Disposed,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*lock(&self.state) {
            Tracking::Untracked => f.write_str("untracked"),
            Tracking::Tracked { id, .. } => write!(f, "id {id}"),
            Tracking::Disposed => f.write_str("disposed"),
        }
    }
}

impl Identity {
    pub(super) fn is_disposed(&self) -> bool {
        matches!(*lock(&self.state), Tracking::Disposed)
    }

    pub(super) fn id(&self) -> Option<u64> {
        match &*lock(&self.state) {
            Tracking::Tracked { id, .. } => Some(*id),
            Tracking::Untracked | Tracking::Disposed => None,
        }
    }

    pub(super) fn dispose(&self) {
        let before = std::mem::replace(&mut *lock(&self.state), Tracking::Disposed);
        if let Tracking::Tracked { circuit, id } = before
            && let Some(circuit) = circuit.upgrade()
        {
            circuit.objects.remove(id);
        }
    }
}

/// An object without its type, and what is needed to call it.
#[derive(Clone)]
pub(crate) struct TrackedObject {
    pub(super) object: AnyShared,
    pub(super) identity: Shared<Identity>,
    pub(super) object_type: &'static ObjectType,
}

impl TrackedObject {
    /// Counts one sending to a circuit for the message that is being written, and returns the id of the object there.
    pub(super) fn send(&self, circuit: &Shared<CircuitCore>) -> Result<u64, CallError> {
        let mut tracking = lock(&self.identity.state);
        let known_id = match &*tracking {
            Tracking::Disposed => {
                let text = format!("Cannot access a disposed object: ObjectReference<{}>.", self.type_name());
                return Err(CallError::dispatch(ErrorCode::ObjectDisposed, text));
            }
            Tracking::Tracked { circuit: known, id } => {
                if known.as_ptr() != Shared::as_ptr(circuit) {
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
        let id = circuit.objects.send(&circuit.link, self, known_id)?;
        if known_id.is_none() {
            *tracking = Tracking::Tracked { circuit: Shared::downgrade(circuit), id };
        }
        drop(tracking);
        let circuit = Shared::clone(circuit);
        scope::take(ReservedItem::Object(circuit.into_sender(), id));
        Ok(id)
    }

    /// Ends the reference through which the client holds the object.
    pub(crate) fn dispose(&self) {
        self.identity.dispose();
    }

    /// Notes that the circuit has released the object.
    pub(crate) fn note_disposed(&self) {
        *lock(&self.identity.state) = Tracking::Disposed;
    }

    #[inline]
    pub(crate) fn downcast_ref<T: InteropObject>(&self) -> Option<&T> {
        (*self.object).downcast_ref()
    }

    pub(super) fn downcast<T: InteropObject>(&self) -> Option<Shared<T>> {
        Shared::clone(&self.object).downcast().ok()
    }

    /// The size of the value itself, without what it refers to.
    pub(crate) fn size(&self) -> usize {
        size_of_val(&*self.object)
    }

    pub(crate) fn resolve(&self, name: &str) -> Option<&'static MethodDescriptor> {
        (self.object_type.resolve)(&*self.object, name)
    }

    pub(crate) fn type_name(&self) -> String {
        self.object_type.name()
    }

    pub(crate) fn methods(&self) -> &'static [MethodDescriptor] {
        self.object_type.descriptor.methods
    }
}
