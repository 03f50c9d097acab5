//! Lifetimes of functions, named, elided and `'static`, and results that borrow from arguments.
#![deny(warnings)]

use std::borrow::Cow;
use std::collections::HashMap;

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Texts");

#[derive(Serialize, Deserialize)]
pub struct Name<'a> {
    #[serde(borrow)]
    first: &'a str,
    #[serde(borrow)]
    last: Option<Cow<'a, str>>,
}

#[js_invokable]
pub fn named<'a>(text: &'a str) -> &'a str {
    &text[1..]
}

#[js_invokable]
pub fn elided(text: &str) -> Option<&str> {
    text.get(1..)
}

#[js_invokable]
pub fn two<'a, 'b: 'a>(one: &'a str, other: &'b str) -> Vec<&'a str>
where
    'b: 'a,
{
    vec![one, other]
}

#[js_invokable]
pub fn constant(_text: &str) -> &'static str {
    "constant"
}

#[js_invokable]
pub fn of_structs<'a>(name: Name<'a>, all: &[Name<'a>], map: HashMap<&'a str, Name<'_>>) -> Name<'a> {
    let _ = (all.len(), map.len());
    name
}

#[js_invokable]
pub fn of_a_loan<'a>(names: &'a [Name<'a>]) -> &'a Name<'a> {
    &names[0]
}

#[js_invokable]
pub fn bytes<'a>(bytes: &'a [u8]) -> &'a [u8] {
    bytes
}

/// A lifetime with the name of a label of the generated code, if that had one.
#[js_invokable]
pub fn odd_names<'call, 'c>(a: &'call str, b: &'c str) -> (&'call str, &'c str) {
    (a, b)
}

pub struct Owner(String);

#[interop_object]
impl Owner {
    #[js_invokable]
    pub fn new(text: String) -> ObjectReference<Owner> {
        ObjectReference::new(Owner(text))
    }

    #[js_invokable]
    pub fn text(&self) -> &str {
        &self.0
    }

    #[js_invokable]
    pub fn either<'a>(&'a self, other: &'a str) -> &'a str {
        if other.is_empty() { &self.0 } else { other }
    }

    #[js_invokable]
    pub async fn later<'a>(&'a self, other: &'a str) -> &'a str {
        if other.is_empty() { &self.0 } else { other }
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Texts", "named", r#"["\nab"]"#).unwrap(), r#""ab""#);
    assert_eq!(app.invoke("Texts", "elided", r#"[""]"#).unwrap(), "null");
    assert_eq!(app.invoke("Texts", "two", r#"["a","\t"]"#).unwrap(), r#"["a","\t"]"#);
    assert_eq!(app.invoke("Texts", "constant", r#"["a"]"#).unwrap(), r#""constant""#);
    let name = r#"{"first":"a\n","last":"b"}"#;
    assert_eq!(app.invoke("Texts", "of_structs", &format!(r#"[{name},[{name}],{{"k":{name}}}]"#)).unwrap(), name);
    assert_eq!(app.invoke("Texts", "of_a_loan", &format!("[[{name}]]")).unwrap(), name);
    assert_eq!(app.call::<interop_core::ByteBuffer>("Texts", "bytes", (interop_core::ByteBuffer::from(vec![1, 2]),)).unwrap().to_vec(), [1, 2]);
    assert_eq!(app.invoke("Texts", "odd_names", r#"["a","b"]"#).unwrap(), r#"["a","b"]"#);
    let owner: ObjectReference<Owner> = app.call("Texts", "new", ("own",)).unwrap();
    let owner = app.object(&owner);
    assert_eq!(owner.invoke("text", "[]").unwrap(), r#""own""#);
    assert_eq!(owner.invoke("either", r#"["\n"]"#).unwrap(), r#""\n""#);
    let later: String = futures_executor::block_on(owner.call_async("later", ("",))).unwrap();
    assert_eq!(later, "own");
}
