//! Rust objects that JavaScript holds by id.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Mutex;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::circuit::CircuitCore;
use crate::codec::{MarkId, OBJECT_KEY, REFERENCE_NAME, write_reference};
use crate::descriptor::{Location, MethodDescriptor, ObjectDescriptor};
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Phase, ReservedItem};
use crate::threading::{AnyShared, MaybeSend, MaybeSync, Shared, WeakShared, lock};

/// A type whose instances JavaScript can hold and call: one with an `#[interop_object]` block.
///
/// The attribute implements it. Bound generic code by it: `fn offer<T: InteropObject>(object: T)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an interop object",
    label = "JavaScript cannot hold this type",
    note = "give the type an `impl` block with `#[interop_object]`",
    note = "wrap the reference, not the object: `Option<ObjectReference<..>>`, `Vec<ObjectReference<..>>`"
)]
pub trait InteropObject: MaybeSend + MaybeSync + Sized + 'static {
    // One hidden item, because each name here could collide with one of another trait of the type.
    #[doc(hidden)]
    const __TYPE: &'static ObjectType;
}

// Hidden, so that documentation does not show the trait behind it.
#[doc(hidden)]
#[diagnostic::do_not_recommend]
impl<T: OneInteropObjectBlockPerType> InteropObject for T {
    const __TYPE: &'static ObjectType = &ObjectType {
        descriptor: ObjectDescriptor {
            assembly: T::ASSEMBLY,
            name: T::NAME,
            docs: T::DOCS,
            methods: T::METHODS,
            statics: T::STATICS,
            location: T::LOCATION,
        },
        full_name: T::full_name,
        resolve: |object, name| object.downcast_ref::<T>()?.resolve(name),
    };
}

/// What `#[interop_object]` implements. Its name is what the compiler says where a type has two such blocks.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an interop object",
    label = "JavaScript cannot hold this type",
    note = "give the type an `impl` block with `#[interop_object]`",
    note = "wrap the reference, not the object: `Option<ObjectReference<..>>`, `Vec<ObjectReference<..>>`"
)]
pub trait OneInteropObjectBlockPerType: MaybeSend + MaybeSync + Sized + 'static {
    const NAME: &'static str;
    const DOCS: &'static str;
    const ASSEMBLY: &'static str;
    const LOCATION: Location;
    /// Sorted by id.
    const METHODS: &'static [MethodDescriptor];
    /// Sorted by id.
    const STATICS: &'static [MethodDescriptor];

    /// The method with this id. Types whose methods are known only at run time have their own way.
    fn resolve(&self, name: &str) -> Option<&'static MethodDescriptor> {
        let at = Self::METHODS.binary_search_by(|method| method.name.cmp(name)).ok()?;
        Some(&Self::METHODS[at])
    }

    /// The full path of the type, from which error texts take its name.
    fn full_name() -> &'static str {
        std::any::type_name::<Self>()
    }
}

impl ObjectDescriptor {
    /// The descriptor of the type `T`.
    pub(crate) const fn of<T: InteropObject>() -> Self {
        T::__TYPE.descriptor
    }
}

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
        matches!(*lock(&this.identity.state), Tracking::Disposed)
    }

    /// The id of the object in its circuit, if the reference was sent to one.
    ///
    /// An associated function: `ObjectReference::id(&reference)`.
    pub fn id(this: &Self) -> Option<u64> {
        match &*lock(&this.identity.state) {
            Tracking::Tracked { id, .. } => Some(*id),
            Tracking::Untracked | Tracking::Disposed => None,
        }
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
        write!(f, "ObjectReference<{}>({:?})", T::__TYPE.descriptor.name, *lock(&self.identity.state))
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

/// The state that all clones of a reference share.
#[derive(Default)]
struct Identity {
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

impl fmt::Debug for Tracking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Untracked => f.write_str("untracked"),
            Self::Tracked { id, .. } => write!(f, "id {id}"),
            Self::Disposed => f.write_str("disposed"),
        }
    }
}

impl Identity {
    fn dispose(&self) {
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
    object: AnyShared,
    identity: Shared<Identity>,
    object_type: &'static ObjectType,
}

impl TrackedObject {
    /// Counts one sending to a circuit for the message that is being written, and returns the id of the object there.
    fn send(&self, circuit: &Shared<CircuitCore>) -> Result<u64, CallError> {
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

    fn downcast<T: InteropObject>(&self) -> Option<Shared<T>> {
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

#[cfg(not(target_arch = "wasm32"))]
type AnyObject = dyn Any + Send + Sync;
#[cfg(target_arch = "wasm32")]
type AnyObject = dyn Any;

/// What the circuit knows of a type, with the arguments of generic types.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "applications cannot name it")]
pub struct ObjectType {
    descriptor: ObjectDescriptor,
    full_name: fn() -> &'static str,
    resolve: fn(&AnyObject, &str) -> Option<&'static MethodDescriptor>,
}

impl ObjectType {
    /// The name of the type without the paths of modules: `GenericType<i32>`.
    fn name(&self) -> String {
        let mut name = String::new();
        for part in (self.full_name)().split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            name.push_str(part.rsplit(':').next().unwrap_or(part));
        }
        name
    }
}
