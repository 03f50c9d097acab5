use std::fmt;
use std::ops::Deref;

use super::{CallInfo, FromCall};
use crate::descriptor::ObjectDescriptor;
use crate::error::CallError;
use crate::object::{InteropObject, ObjectReference};

/// The reference through which JavaScript called an instance method: a context parameter, which takes no argument.
///
/// It dereferences to the [`ObjectReference`], and through it to the object, so `this.clone()` is another handle to the same
/// reference.
///
/// ```
/// use interop_core::{ObjectReference, This, interop_object, js_invokable};
///
/// pub struct Counter;
///
/// #[interop_object]
/// impl Counter {
///     #[js_invokable]
///     pub fn stop(&self, this: This<Self>) {
///         ObjectReference::dispose(&this);
///     }
/// }
/// ```
pub struct This<T>(ObjectReference<T>);

impl<T: InteropObject> This<T> {
    /// Returns the reference.
    ///
    /// This is an associated function, so it does not shadow a method of the object: `This::into_inner(this)`.
    pub fn into_inner(this: Self) -> ObjectReference<T> {
        this.0
    }
}

impl<T: InteropObject> Deref for This<T> {
    type Target = ObjectReference<T>;

    fn deref(&self) -> &ObjectReference<T> {
        &self.0
    }
}

impl<T: InteropObject> fmt::Debug for This<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("This").field(&self.0).finish()
    }
}

impl<T: InteropObject> FromCall for This<T> {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.object().and_then(ObjectReference::from_tracked).map(Self).ok_or_else(|| {
            let name = ObjectDescriptor::of::<T>().name;
            CallError::internal(format_args!("`This<{name}>` needs a call to a method of such an object"))
        })
    }
}
