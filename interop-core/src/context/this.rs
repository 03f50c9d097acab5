use std::fmt;
use std::ops::Deref;

use crate::argument::{ArgumentSource, FromArgument};
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
    /// The reference itself.
    ///
    /// An associated function, so that it hides no method of the object: `This::into_inner(this)`.
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

#[diagnostic::do_not_recommend]
impl<'c, T: InteropObject> FromArgument<'c> for This<T> {
    const IS_ARGUMENT: bool = false;

    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        match source.call().object.and_then(ObjectReference::from_tracked) {
            Some(reference) => Ok(Self(reference)),
            None => {
                let error = CallError::internal(format_args!(
                    "`This<{}>` needs a call to a method of such an object",
                    ObjectDescriptor::of::<T>().name
                ));
                Err(source.fail(error))
            }
        }
    }
}
