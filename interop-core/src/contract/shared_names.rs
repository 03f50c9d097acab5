//! Reserves names in a generator of schemas, in order to find out which names two types share: the generator adds a
//! number to the second one instead of refusing it.

use std::borrow::Cow;
use std::cell::RefCell;

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Reserves a name in a generator, so that types of that name get a number.
pub(super) fn reserve(name: &str, generators: [&mut SchemaGenerator; 2]) {
    RESERVED_NAME.set(name.to_owned());
    for generator in generators {
        generator.subschema_for::<ReservedName>();
    }
}

/// A name without the number at its end.
pub(super) fn without_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

thread_local! {
    static RESERVED_NAME: RefCell<String> = const { RefCell::new(String::new()) };
}

/// A type with the reserved name, because a generator has no other way to reserve one.
struct ReservedName;

impl JsonSchema for ReservedName {
    fn schema_name() -> Cow<'static, str> {
        RESERVED_NAME.with_borrow(|name| name.clone().into())
    }

    fn schema_id() -> Cow<'static, str> {
        RESERVED_NAME.with_borrow(|name| format!("{}::{name}", std::any::type_name::<Self>()).into())
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        true.into()
    }
}
