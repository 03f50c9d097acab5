//! The data for generators of typed clients, with feature `contract`: the JSON Schemas of values, the codes of errors,
//! and the objects behind references.
//!
//! Descriptors contain functions that create this data, so that nothing is computed unless it is requested. Without the
//! feature they contain none. The crate `interop-contract` turns the data of a registry into a document.
//!
//! Schemas are requested with a generator whose [contract](schemars::generate::SchemaSettings) is `Deserialize` for
//! parameters, and `Serialize` for results and the data of errors. The two directions of serde differ if fields have
//! defaults or are skipped.

#[doc(hidden)]
pub mod data;
mod description;
mod interface;
mod opposite;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::json_schema;

use crate::callback::Callback;
use crate::codec::{BigInt, BigInteger, ByteBuffer, TypedArray, TypedArrayElement};
use crate::descriptor::ObjectDescriptor;
use crate::element::ElementReference;
use crate::error::{CallError, ClientError};
use crate::items::{Items, JsItems};
use crate::js::{JsFunction, JsObjectReference};
use crate::object::{InteropObject, ObjectReference};
use crate::stream::{JsStreamReference, StreamReference};

#[doc(hidden)]
pub use schemars::{JsonSchema, Schema, SchemaGenerator};

pub use self::description::{
    DescribedError, DescribedEvent, DescribedInterface, DescribedInterfaceMethod, DescribedMethod, DescribedObject,
    DescribedParameter, Description, Mode,
};
pub use self::interface::{
    EventDescriptor, INTERFACE_KEY, InterfaceDescriptor, InterfaceMethodDescriptor, InterfaceMode, InterfaceParameter,
    JsInterface, interface_schema,
};

/// The environment variable with the path of the file to which a test program writes its [`Description`].
pub const DESCRIPTION_VARIABLE: &str = "INTEROP_CONTRACT_FILE";

/// Writes the [`Description`] of everything that the program links, if a tool has requested it. The test that
/// [`assembly!`](crate::assembly!) adds to the test program of a crate calls it.
///
/// # Panics
///
/// If the methods cannot form a registry, or if the file cannot be written. The panic fails the test, and the tool
/// shows its text.
#[doc(hidden)]
pub fn write_description() {
    let Some(path) = std::env::var_os(DESCRIPTION_VARIABLE) else { return };
    let registry = crate::registry::Registry::linked().unwrap_or_else(|error| panic!("{error}"));
    let description = serde_json::to_vec(&Description::of(&registry)).expect("schemas are JSON");
    std::fs::write(&path, description).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}

/// The key of a schema which states that a value is not plain JSON: `"object"`, `"bytes"`, `"stream"`, `"js-object"`,
/// `"js-interface"`, `"js-stream"`, `"items"`, `"js-items"` or `"element"`.
pub const KIND_KEY: &str = "x-interop";

/// The key of the schema of an object that contains the name of its type: the assembly, a slash and the name, such as
/// `Shop/Cart`.
pub const OBJECT_KEY: &str = "of";

/// Describes the result of a method.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResultShape {
    /// The schema of the value, if its type has one.
    pub value: Option<Schema>,
    /// The errors with which a call can fail, in addition to those of every call.
    pub errors: Errors,
}

/// The errors with which a call can fail, in addition to those of every call.
#[derive(Clone, Debug)]
pub enum Errors {
    /// None that a client can distinguish.
    None,
    /// These codes.
    Known(Vec<ErrorShape>),
    /// Codes that are only known at run time.
    Any,
}

/// One code with which a call can fail.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// The code, as in `error.code`.
    pub code: Cow<'static, str>,
    /// When it occurs, for readers of the generated client.
    pub docs: Cow<'static, str>,
    /// The schema of `error.data`, if the error has data and its type has a schema.
    pub data: Option<Schema>,
}

impl ErrorShape {
    /// Creates a code without data.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), docs: Cow::Borrowed(""), data: None }
    }

    /// Adds the text for readers.
    #[must_use]
    pub fn docs(mut self, docs: impl Into<Cow<'static, str>>) -> Self {
        self.docs = docs.into();
        self
    }

    /// Adds the schema of its data.
    #[must_use]
    pub fn data(mut self, schema: Schema) -> Self {
        self.data = Some(schema);
        self
    }
}

/// An object type to which a schema refers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ObjectShape {
    /// Its methods and their locations.
    pub descriptor: ObjectDescriptor,
    /// The full path of the type, which distinguishes types of the same name.
    pub type_name: &'static str,
}

thread_local! {
    /// The objects to which schemas have referred while they are collected, by their names in the contract.
    static OBJECTS: RefCell<Option<ObjectShapes>> = const { RefCell::new(None) };
}

type ObjectShapes = BTreeMap<String, Vec<ObjectShape>>;

/// Runs a function that creates schemas, and returns the object types to which they refer, by name. If two types have
/// the same name, both are listed.
pub fn collect_objects<R>(make: impl FnOnce() -> R) -> (R, BTreeMap<String, Vec<ObjectShape>>) {
    let outer = OBJECTS.replace(Some(ObjectShapes::new()));
    let result = make();
    (result, OBJECTS.replace(outer).unwrap_or_default())
}

/// The name of an object type in a contract: the assembly of its block, a slash, and the type without the paths in it, such as
/// `Shop/Cart` or `Shop/Page<String>`.
pub fn object_name<T: InteropObject>() -> String {
    format!("{}/{}", ObjectDescriptor::of::<T>().assembly, without_paths(std::any::type_name::<T>()))
}

/// Removes everything before the last `::` of each path.
fn without_paths(type_name: &str) -> String {
    let mut short = String::with_capacity(type_name.len());
    for part in type_name.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
        short.push_str(part.rsplit_once("::").map_or(part, |(_, last)| last));
    }
    short
}

impl<T: InteropObject> JsonSchema for ObjectReference<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ObjectReference".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("ObjectReference<{}>", std::any::type_name::<T>()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let name = object_name::<T>();
        let shape = ObjectShape { descriptor: ObjectDescriptor::of::<T>(), type_name: std::any::type_name::<T>() };
        OBJECTS.with_borrow_mut(|objects| {
            let Some(objects) = objects else { return };
            let known = objects.entry(name.clone()).or_default();
            if known.iter().all(|other| other.type_name != shape.type_name) {
                known.push(shape);
            }
        });
        json_schema!({ "type": "object", "x-interop": "object", "of": name })
    }
}

macro_rules! own_types {
    ($($type:ident $(<$item:ident>)? => $kind:literal;)*) => {
        $(
            impl$(<$item>)? JsonSchema for $type$(<$item>)? {
                fn inline_schema() -> bool {
                    true
                }

                fn schema_name() -> Cow<'static, str> {
                    stringify!($type).into()
                }

                fn schema_id() -> Cow<'static, str> {
                    concat!("interop_core::", stringify!($type)).into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "object", "x-interop": $kind })
                }
            }
        )*
    };
}

own_types! {
    // Without `of`: the method of a callback is known only at run time.
    Callback => "object";
    ByteBuffer => "bytes";
    StreamReference => "stream";
    JsStreamReference => "js-stream";
    JsObjectReference => "js-object";
    ElementReference => "element";
    // The schemas do not contain the type of the items.
    Items<T> => "items";
    JsItems<T> => "js-items";
}

impl<T: TypedArrayElement> JsonSchema for TypedArray<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::class().into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::TypedArray<{}>", T::class()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-interop": "typed-array", "of": T::class() })
    }
}

impl<T: BigInteger + JsonSchema> JsonSchema for BigInt<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "BigInt".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::BigInt<{}>", T::schema_id()).into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "x-interop": "bigint" })
    }
}

impl<A: JsonSchema, R: JsonSchema> JsonSchema for JsFunction<A, R> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "JsFunction".into()
    }

    fn schema_id() -> Cow<'static, str> {
        format!("interop_core::JsFunction<{}, {}>", A::schema_id(), R::schema_id()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // What holds the function also writes its arguments and reads its result, or the other way round.
        let result = generator.subschema_for::<R>();
        let arguments = opposite::in_other_direction(generator, SchemaGenerator::subschema_for::<A>);
        json_schema!({ "type": "object", "x-interop": "js-function", "arguments": arguments, "result": result })
    }
}

/// Asks the compiler for the shape of a type: a constant of its own goes before that of [`NoShape`].
#[doc(hidden)]
pub struct ShapeOf<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> fmt::Debug for ShapeOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShapeOf")
    }
}

impl<T: ?Sized + JsonSchema> ShapeOf<T> {
    /// Creates the schema of the type.
    pub const SHAPE: Option<fn(&mut SchemaGenerator) -> Schema> = Some(SchemaGenerator::subschema_for::<T>);
}

/// Applies to types without a schema.
#[doc(hidden)]
pub trait NoShape {
    /// None.
    const SHAPE: Option<fn(&mut SchemaGenerator) -> Schema> = None;
}

impl<T: ?Sized> NoShape for ShapeOf<T> {}

/// The steps by which an expansion finds the shape of a result: first what it returns and what its error is, then the shape of each.
/// As in [`kind`](crate::__private::kind), the compiler picks the first trait whose bounds hold, from the most references to the
/// fewest.
#[doc(hidden)]
pub mod result {
    use super::{
        CallError, ClientError, ErrorShape, Errors, JsonSchema, PhantomData, ResultShape, Schema, SchemaGenerator,
    };

    /// Represents the type of a result, a value or an error.
    #[derive(Debug)]
    pub struct Probe<T>(PhantomData<fn() -> T>);

    impl<T> Probe<T> {
        /// Represents `T`.
        pub const NEW: Self = Self(PhantomData);
    }

    /// Represents the error of a method that returns a value.
    #[derive(Debug)]
    pub enum NoError {}

    /// Results with an error.
    pub trait SplitResult<V, E> {
        /// The value and the error.
        fn split(&self) -> (Probe<V>, Probe<E>) {
            (Probe::NEW, Probe::NEW)
        }
    }

    /// Results that are values.
    pub trait SplitValue<V> {
        /// The value alone.
        fn split(&self) -> (Probe<V>, Probe<NoError>) {
            (Probe::NEW, Probe::NEW)
        }
    }

    impl<V, E> SplitResult<V, E> for &Probe<Result<V, E>> {}
    impl<V> SplitValue<V> for Probe<V> {}

    /// Values with a schema.
    pub trait DescribedValue {
        /// The schema.
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema>;
    }

    /// Values without one.
    pub trait OpaqueValue {
        /// None.
        fn value(&self, _: &mut SchemaGenerator) -> Option<Schema> {
            None
        }
    }

    impl<V: JsonSchema> DescribedValue for &Probe<V> {
        fn value(&self, generator: &mut SchemaGenerator) -> Option<Schema> {
            Some(generator.subschema_for::<V>())
        }
    }
    impl<V> OpaqueValue for Probe<V> {}

    /// Errors that are created at run time.
    pub trait AnyError {
        /// Any code.
        fn errors(&self, _: &mut SchemaGenerator) -> Errors {
            Errors::Any
        }
    }

    /// Errors that are meant for the client.
    pub trait DescribedByCodes {
        /// The codes of the error.
        fn errors(&self, generator: &mut SchemaGenerator) -> Errors;
    }

    /// Errors that the client does not see.
    pub trait InternalError {
        /// None.
        fn errors(&self, _: &mut SchemaGenerator) -> Errors {
            Errors::None
        }
    }

    impl AnyError for &&Probe<CallError> {}
    impl<E: ClientError> DescribedByCodes for &Probe<E> {
        fn errors(&self, generator: &mut SchemaGenerator) -> Errors {
            E::codes(generator).map_or(Errors::Any, Errors::Known)
        }
    }
    impl<E> InternalError for Probe<E> {}

    /// Combines the two.
    pub fn shape(value: Option<Schema>, errors: Errors) -> ResultShape {
        ResultShape { value, errors }
    }

    /// A code without data, for derived errors.
    pub fn code(code: &'static str, docs: &'static str, data: Option<Schema>) -> ErrorShape {
        ErrorShape { code: code.into(), docs: docs.into(), data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_types_lose_their_paths() {
        for (type_name, short) in [
            ("shop::cart::Cart", "Cart"),
            ("shop::Page<alloc::string::String>", "Page<String>"),
            ("a::B<c::D<e::F, g::H>, [i::J; 3]>", "B<D<F, H>, [J; 3]>"),
            ("(a::B, &str)", "(B, &str)"),
            ("Cart", "Cart"),
        ] {
            assert_eq!(without_paths(type_name), short);
        }
    }
}
