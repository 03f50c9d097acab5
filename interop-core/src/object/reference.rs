use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::InteropObject;
use super::tracked::{Identity, TrackedObject};
use crate::circuit::CircuitCore;
use crate::codec::{MarkId, OBJECT_KEY, REFERENCE_NAME, write_reference};
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Phase};
use crate::threading::Shared;

/// A reference to a Rust object that can be passed to JavaScript, which then calls its methods.
///
/// It corresponds to Blazor's `DotNetObjectReference<T>`. Return it from a method, alone or anywhere in a result;
/// JavaScript receives an object with `invokeMethodAsync(id, ...)` and `dispose()`. As a parameter it receives such an
/// object back. From Rust the object is used through [`Deref`]; the reference's own functions are associated functions,
/// as those of [`Arc`](std::sync::Arc) are, so that they never hide a method of the object:
/// `ObjectReference::dispose(&reference)` ends the reference, `reference.dispose()` calls a method of `T`.
///
/// A reference gets an id when it is first sent to a circuit. The circuit then holds the object until either side
/// disposes it, JavaScript releases it, or the circuit ends. Sending the same reference again, or a clone of it, sends
/// the same id; a second reference to the same object has a different id. A reference belongs to one circuit.
///
/// ```
/// use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};
///
/// pub struct HelloHelper { name: String }
///
/// #[interop_object]
/// impl HelloHelper {
///     #[js_invokable(name = "GetHelloMessage")]
///     pub fn hello_message(&self) -> String {
///         format!("Hello, {}!", self.name)
///     }
/// }
///
/// #[js_invokable(assembly = "Greetings")]
/// pub fn helper(name: &str) -> ObjectReference<HelloHelper> {
///     ObjectReference::new(HelloHelper { name: name.to_owned() })
/// }
///
/// let app = InProcess::new();
/// let helper: ObjectReference<HelloHelper> = app.call("Greetings", "helper", ("Amy",))?;
/// let message: String = app.object(&helper).call("GetHelloMessage", ())?;
/// assert_eq!(message, "Hello, Amy!");
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// See "Invoke an instance .NET method" in the ASP.NET Core article "Call .NET methods from JavaScript functions".
// Without a bound on `T`, what is wrong with a type is said once: where the reference is used.
pub struct ObjectReference<T> {
    object: Shared<T>,
    identity: Shared<Identity>,
}

impl<T> ObjectReference<T> {
    /// A new reference to an object. It has no id until it is sent to a circuit.
    pub fn new(object: T) -> Self
    where
        T: InteropObject,
    {
        Self { object: Shared::new(object), identity: Shared::default() }
    }
}

impl<T: InteropObject> ObjectReference<T> {
    /// Creates a separate reference to the same object: it gets its own id, can be sent to another circuit, and is
    /// disposed separately. A clone, in contrast, shares the identity.
    ///
    /// An associated function: `ObjectReference::new_reference(&reference)`.
    #[must_use]
    pub fn new_reference(this: &Self) -> Self {
        Self { object: Shared::clone(&this.object), identity: Shared::default() }
    }

    /// Ends the reference: the circuit releases the object, and later calls by JavaScript fail. Rust can continue to
    /// use the object. Calling it again has no effect.
    ///
    /// An associated function: `ObjectReference::dispose(&reference)`.
    pub fn dispose(this: &Self) {
        this.identity.dispose();
    }

    /// Whether the reference was disposed, from either side or because its circuit has ended.
    ///
    /// An associated function: `ObjectReference::is_disposed(&reference)`.
    pub fn is_disposed(this: &Self) -> bool {
        this.identity.is_disposed()
    }

    /// The id of the object in its circuit, if the reference was sent to one.
    ///
    /// An associated function: `ObjectReference::id(&reference)`.
    pub fn id(this: &Self) -> Option<u64> {
        this.identity.id()
    }

    /// Counts one sending to a circuit for the message that is being written, and returns the id of the object there.
    pub(crate) fn send(this: &Self, circuit: &Shared<CircuitCore>) -> Result<u64, CallError> {
        Self::tracked(this).send(circuit)
    }

    fn tracked(this: &Self) -> TrackedObject {
        TrackedObject { object: this.object.clone(), identity: Shared::clone(&this.identity), object_type: T::__TYPE }
    }

    pub(crate) fn from_tracked(tracked: &TrackedObject) -> Option<Self> {
        let object = tracked.downcast::<T>()?;
        Some(Self { object, identity: Shared::clone(&tracked.identity) })
    }
}

impl<T: InteropObject> Clone for ObjectReference<T> {
    fn clone(&self) -> Self {
        Self { object: Shared::clone(&self.object), identity: Shared::clone(&self.identity) }
    }
}

impl<T: InteropObject> Deref for ObjectReference<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.object
    }
}

impl<T: InteropObject> From<T> for ObjectReference<T> {
    fn from(object: T) -> Self {
        Self::new(object)
    }
}

impl<T: InteropObject> fmt::Debug for ObjectReference<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectReference<{}>({:?})", T::__TYPE.descriptor.name, self.identity)
    }
}

impl<T: InteropObject> Serialize for ObjectReference<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let tracked = CircuitCore::with_current(Phase::Encode, |circuit| Self::tracked(self).send(circuit));
        let id = match tracked {
            Some(Ok(id)) => id,
            Some(Err(error)) => return Err(scope::refuse_writing(error)),
            None => return Err(scope::refuse_writing(scope::no_circuit("an ObjectReference"))),
        };
        write_reference(serializer, REFERENCE_NAME, OBJECT_KEY, &id)
    }
}

impl<'de, T: InteropObject> Deserialize<'de> for ObjectReference<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectReferenceVisitor<T>(PhantomData<fn() -> T>);

        impl<'de, T: InteropObject> Visitor<'de> for ObjectReferenceVisitor<T> {
            type Value = ObjectReference<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a reference to `{}`", T::__TYPE.descriptor.name)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut id = None;
                while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
                    if key != OBJECT_KEY {
                        return Err(de::Error::custom("Unexpected JSON property in a reference to an object."));
                    }
                    if id.replace(entries.next_value::<MarkId>()?).is_some() {
                        return Err(de::Error::duplicate_field(OBJECT_KEY));
                    }
                }
                let id: MarkId = id.ok_or_else(|| de::Error::custom("Required property __dotNetObject not found."))?;
                find(id.natural()?).map_err(scope::refuse_reading)
            }
        }

        deserializer.deserialize_struct(REFERENCE_NAME, &[OBJECT_KEY], ObjectReferenceVisitor(PhantomData))
    }
}

/// Finds the object with this id in the circuit whose message is being read.
fn find<T: InteropObject>(id: u64) -> Result<ObjectReference<T>, CallError> {
    let found = CircuitCore::with_current(Phase::Decode, |circuit| circuit.objects.get(id)).unwrap_or_else(|| {
        Err(CallError::internal("an ObjectReference can only be deserialized from a message of a circuit"))
    })?;
    ObjectReference::from_tracked(&found).ok_or_else(|| {
        CallError::dispatch(
            ErrorCode::InvalidArguments,
            format!("expected a reference to `{}`, got a reference to `{}`", T::__TYPE.name(), found.type_name()),
        )
    })
}
