//! The types of values that are not plain JSON: bytes, objects, streams, functions and numbers of other classes.

use interop_core::contract::{ERRORS_KEY, INTERFACE_KEY, ITEM_KEY, KIND_KEY, OBJECT_KEY};
use serde_json::{Map, Value};

use super::types::{Binds, Place, Ts, Types};
use crate::document::Direction;
use crate::schema::stream_errors;

impl Types<'_> {
    pub(super) fn special(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        let text = match schema.get(KIND_KEY).and_then(Value::as_str).unwrap_or_default() {
            "bytes" => "Uint8Array".to_owned(),
            "typed-array" => schema.get(OBJECT_KEY).and_then(Value::as_str).unwrap_or("unknown").to_owned(),
            "bigint" => "bigint".to_owned(),
            "stream" => self.import("runtime", "DotNetStream"),
            "js-stream" => "object".to_owned(),
            "items" => return self.items(schema, place),
            "js-items" => {
                let item = self.item(schema, place);
                format!("{}<{item}>", self.import("runtime", "ItemSource"))
            }
            "js-object" if place.direction == Direction::In => "object".to_owned(),
            "js-object" => "any".to_owned(),
            "js-function" => return self.function(schema, place),
            "element" => "Element".to_owned(),
            "js-interface" => self.implemented(schema, place),
            "object" => self.class(schema, place),
            _ => "unknown".to_owned(),
        };
        Ts::tight(text)
    }

    fn class(&mut self, schema: &Map<String, Value>, place: &Place) -> String {
        let path = schema.get(OBJECT_KEY).and_then(Value::as_str).unwrap_or_default();
        let Some((class, file)) = self.identifiers.object(path) else {
            return self.import("runtime", "DotNetObject");
        };
        let class = self.import(&file, class);
        if place.is_received { format!("{}<{class}>", self.import("runtime", "Received")) } else { class }
    }

    fn implemented(&mut self, schema: &Map<String, Value>, place: &Place) -> String {
        let path = schema.get(INTERFACE_KEY).and_then(Value::as_str).unwrap_or_default();
        let name = match self.identifiers.interface(path) {
            Some((name, file)) => self.import(&file, name),
            None => "object".to_owned(),
        };
        match place.direction {
            // Rust receives a reference, which `implement` creates.
            Direction::In => format!("{}<{name}>", self.import("runtime", "Implemented")),
            Direction::Out => name,
        }
    }

    /// A stream of values from Rust, with the codes with which it can end.
    fn items(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        let item = self.item(schema, place);
        let errors = match schema.get(ERRORS_KEY) {
            Some(Value::Object(_)) => Some(stream_errors(schema)),
            _ => None,
        };
        let codes = self.codes(errors.as_ref(), &format!("{}, stream", place.name));
        let codes = codes.map_or_else(String::new, |codes| format!(", {codes}"));
        Ts::tight(format!("{}<{item}{codes}>", self.import("runtime", "DotNetItems")))
    }

    /// The type of the values of a stream.
    fn item(&mut self, schema: &Map<String, Value>, place: &Place) -> String {
        self.of(schema.get(ITEM_KEY), &Place { name: format!("{}, stream", place.name), ..*place })
    }

    /// The type of a function, whose arguments are sent in the opposite direction.
    fn function(&mut self, schema: &Map<String, Value>, place: &Place) -> Ts {
        let arguments = schema.get("arguments").unwrap_or(&Value::Null);
        let name = format!("{}()", place.name);
        let inside = match place.direction {
            Direction::In => Place::received(&name),
            Direction::Out => Place::new(&name, Direction::In),
        };
        let parameters = match arguments.get("prefixItems").and_then(Value::as_array) {
            Some(elements) => {
                let names = ('a'..='z').map(String::from).chain((26..).map(|index| format!("a{index}")));
                let parameter = |(name, element)| format!("{name}: {}", self.ts(element, &inside).text);
                names.zip(elements).map(parameter).collect::<Vec<_>>().join(", ")
            }
            None if arguments.get("type").is_some_and(|kind| kind == "null") => String::new(),
            None => format!("...args: {}", self.ts(arguments, &inside).text),
        };
        let result = schema.get("result").unwrap_or(&Value::Null);
        let result = if result.get("type").is_some_and(|kind| kind == "null") {
            Ts::tight("void")
        } else {
            self.ts(result, &Place { name, ..*place })
        };
        let promise = Ts::tight(format!("Promise<{}>", result.text));
        let result = Ts::union(vec![result, promise]);
        Ts { text: format!("({parameters}) => {}", result.text), binds: Binds::Function }
    }
}
