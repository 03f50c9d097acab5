//! The items of the expansion of `#[derive(ClientError)]`: the data of an error, and the registration of its type.

use std::error::Error;

pub use serde::Serialize;
use serde_json::{Map, Value};

pub use crate::error::ClientError;
pub use crate::error::known::{ConversionOf, KnownError, NoConversion};

/// The data of an error.
pub type Data = Option<Value>;

/// What can be part of the data of an error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of the data of an error",
    label = "a type that cannot be serialized",
    note = "derive `serde::Serialize` for it, or leave the field out by `#[client_error(skip)]`"
)]
pub trait Field: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> Field for T {}

/// What a transparent variant can hold.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a client error, so a `transparent` variant cannot pass it on",
    label = "neither a code nor data",
    note = "derive `ClientError` for it, or make the variant `#[client_error(internal)]`"
)]
pub trait TransparentError: ClientError {}

#[diagnostic::do_not_recommend]
impl<T: ClientError> TransparentError for T {}

/// The error that a transparent variant holds.
pub fn inner<T: TransparentError>(inner: &T) -> &impl ClientError {
    inner
}

/// One field of an error as data. `None` if it cannot be written as JSON, in which case the error has no data.
pub fn field<T: Field + ?Sized>(field: &T) -> Data {
    serde_json::to_value(field).ok()
}

/// Fields with names, as data.
pub fn object<const N: usize>(fields: [(&str, Data); N]) -> Data {
    let fields: Option<Map<String, Value>> =
        fields.into_iter().map(|(name, data)| Some((name.to_owned(), data?))).collect();
    fields.map(Value::Object)
}

/// Several fields without names, as data.
pub fn array<const N: usize>(fields: [Data; N]) -> Data {
    fields.into_iter().collect::<Option<Vec<Value>>>().map(Value::Array)
}

/// Represents an error that may be a standard error: the compiler selects [`StandardError`] if its bound is satisfied.
#[derive(Debug)]
pub struct ErrorOf<'a, E>(pub &'a E);

/// Standard errors.
pub trait StandardError<'a> {
    /// The error.
    fn as_error(&self) -> Option<&'a dyn Error>;
}

/// Errors that can only be displayed.
pub trait DisplayedError<'a> {
    /// None.
    fn as_error(&self) -> Option<&'a dyn Error> {
        None
    }
}

impl<'a, E: Error> StandardError<'a> for &ErrorOf<'a, E> {
    fn as_error(&self) -> Option<&'a dyn Error> {
        Some(self.0)
    }
}
impl<'a, E> DisplayedError<'a> for ErrorOf<'a, E> {}

/// Registers an error type, so that `?` recognizes it.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_client_error {
    ($symbol:literal, $type:ty) => {
        $crate::__private::submit! {
            $symbol,
            {
                #[allow(unused_imports)]
                use $crate::__private::client_error::NoConversion as _;
                $crate::__private::client_error::KnownError::new(
                    $crate::__private::client_error::ConversionOf::<$type>::CONVERSION,
                )
            }
        }
    };
}

/// The codes of a derived error, for generators. There are none without feature `contract`.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_codes {
    ($($code:tt)*) => {};
}

/// The codes of a derived error, for generators. Each consists of a code, its documentation and the type of its data. A
/// transparent variant has the codes of its type.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_codes {
    ($($(#[$condition:meta])* $kind:ident($($content:tt)*);)*) => {
        fn codes(
            __generator: &mut $crate::__private::contract::SchemaGenerator,
        ) -> $crate::__private::contract::data::All {
            #[allow(unused_imports)]
            use $crate::__private::contract::data::*;
            #[allow(unused_imports)]
            use $crate::__private::NoShape as _;
            #[allow(unused_mut)]
            let mut __codes = Codes::default();
            $($(#[$condition])* $crate::__interop_code!(__codes, __generator, $kind $($content)*);)*
            __codes.all()
        }
    };
}

/// Adds one code to a list.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_code {
    ($codes:ident, $generator:ident, transparent $type:ty) => {
        $codes.of::<$type>($generator)
    };
    ($codes:ident, $generator:ident, unit $code:expr, $docs:expr) => {
        $codes.add($code, $docs, ::core::option::Option::None)
    };
    ($codes:ident, $generator:ident, single $code:expr, $docs:expr, $type:ty) => {{
        let __data = member($crate::__private::ShapeOf::<$type>::SHAPE, $generator);
        $codes.add($code, $docs, ::core::option::Option::Some(__data))
    }};
    ($codes:ident, $generator:ident, array $code:expr, $docs:expr, $($type:ty),*) => {{
        let __data = array([$(member($crate::__private::ShapeOf::<$type>::SHAPE, $generator)),*]);
        $codes.add($code, $docs, ::core::option::Option::Some(__data))
    }};
    ($codes:ident, $generator:ident, object $code:expr, $docs:expr, $($name:literal: $type:ty),*) => {{
        let __data = object([$(($name, member($crate::__private::ShapeOf::<$type>::SHAPE, $generator))),*]);
        $codes.add($code, $docs, ::core::option::Option::Some(__data))
    }};
}
