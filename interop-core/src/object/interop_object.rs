use std::any::Any;

use super::without_paths;
use crate::descriptor::{Location, MethodDescriptor, ObjectDescriptor};
use crate::threading::{MaybeSend, MaybeSync};

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

#[cfg(not(target_arch = "wasm32"))]
type AnyObject = dyn Any + Send + Sync;
#[cfg(target_arch = "wasm32")]
type AnyObject = dyn Any;

/// What the circuit knows of a type, with the arguments of generic types.
#[doc(hidden)]
#[allow(missing_debug_implementations, reason = "applications cannot name it")]
pub struct ObjectType {
    pub(super) descriptor: ObjectDescriptor,
    full_name: fn() -> &'static str,
    pub(super) resolve: fn(&AnyObject, &str) -> Option<&'static MethodDescriptor>,
}

impl ObjectType {
    /// The name of the type without the paths of modules: `GenericType<i32>`.
    pub(super) fn name(&self) -> String {
        without_paths((self.full_name)())
    }
}
