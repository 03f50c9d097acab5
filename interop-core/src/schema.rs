//! JSON Schema of parameters and results, with feature `schema`, for those whose types have one.

/// The function that makes the schema of a type, if it has one.
#[cfg(not(feature = "schema"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_schema {
    ($type:ty) => {
        ::core::option::Option::None
    };
}

/// The function that makes the schema of a type, if it has one.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_schema {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private0::NoSchema as _;
        $crate::__private0::SchemaOf::<$type>::SCHEMA
    }};
}

#[cfg(feature = "schema")]
mod schema_of {
    use std::fmt;
    use std::marker::PhantomData;

    use schemars::JsonSchema;

    use crate::descriptor::Schema;

    /// Asks the compiler whether a type has a schema: its own constant goes before that of [`NoSchema`].
    pub struct SchemaOf<T: ?Sized>(PhantomData<T>);

    impl<T: ?Sized> fmt::Debug for SchemaOf<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("SchemaOf")
        }
    }

    impl<T: ?Sized + JsonSchema> SchemaOf<T> {
        /// The schema of the type.
        pub const SCHEMA: Schema = Some(schemars::SchemaGenerator::subschema_for::<T>);
    }

    /// What holds for types without a schema.
    pub trait NoSchema {
        /// None.
        const SCHEMA: Schema = None;
    }

    impl<T: ?Sized> NoSchema for SchemaOf<T> {}
}

#[cfg(feature = "schema")]
pub use schema_of::{NoSchema, SchemaOf};
