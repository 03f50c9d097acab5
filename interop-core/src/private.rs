//! What the macros' expansions name. Not an API: it changes with every release, which its name says.

pub use std::vec::Vec;

pub use inventory;

pub use crate::argument::{ArgumentReader, FromArgument, accepts_absence};
pub use crate::assembly::is_crate_root;
pub use crate::codec::{IntoReply, Reply};
#[cfg(feature = "contract")]
pub use crate::contract::{self, NoShape, ShapeOf};
pub use crate::descriptor::{
    Location, MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor, ResultDescriptor, ReturnShape,
    Shape, Source,
};
pub use crate::kind::{self, Kind};
pub use crate::object::OneInteropObjectBlockPerType;
pub use crate::registry::Registration;
pub use crate::thunk::{
    BlockingCall, Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, blocking_call, send_future,
};
pub use crate::{
    __interop_location as location, __interop_return_shape as return_shape, __interop_shape as shape,
    __interop_submit as submit,
};

/// Implemented once for each id of an assembly, so that the compiler finds ids that two methods share.
pub trait IdIsUniqueInItsAssembly<const ID: u64> {}

/// Registers a value under a symbol that nothing else has.
///
/// A library reaches the linker as an archive, of which only those parts are taken that something refers to. Elsewhere the
/// compiler refers to all that must stay; for WebAssembly it does so for exports alone. What is exported takes along its
/// part, which is the module that it stands in, and with it the registration.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_submit {
    ($symbol:literal, $registration:expr) => {
        $crate::__private0::inventory::submit! { $registration }

        #[cfg(all(target_arch = "wasm32", target_os = "unknown", not(test)))]
        #[unsafe(export_name = $symbol)]
        static __INTEROP_REGISTERED: ::core::primitive::u8 = 0;
    };
}

/// The function that makes the shape of a parameter's type, if it has one.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_shape {
    ($type:ty) => {
        ::core::option::Option::None
    };
}

/// The function that makes the shape of a parameter's type, if it has one.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_shape {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private0::NoShape as _;
        $crate::__private0::ShapeOf::<$type>::SHAPE
    }};
}

/// The function that makes the shape of a result.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($type:ty) => {
        ::core::option::Option::None
    };
}

/// The function that makes the shape of a result.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($type:ty) => {
        ::core::option::Option::Some(|__generator| {
            #[allow(unused_imports)]
            use $crate::__private0::contract::result::*;
            let (__value, __error) = (&&Probe::<$type>::NEW).split();
            shape((&&__value).value(__generator), (&&&__error).errors(__generator))
        })
    };
}

/// The place where it is written.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_location {
    () => {
        $crate::__private0::Location {
            source: &$crate::__private0::Source {
                package: ::core::env!("CARGO_PKG_NAME"),
                version: ::core::env!("CARGO_PKG_VERSION"),
                module: ::core::module_path!(),
                file: ::core::file!(),
            },
            line: ::core::line!(),
            column: ::core::column!(),
        }
    };
}
