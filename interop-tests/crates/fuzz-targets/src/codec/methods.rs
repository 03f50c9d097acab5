//! Methods with parameters and results of many types.

// They are fixtures, with the signatures that are tested.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    clippy::type_complexity
)]

use std::collections::BTreeMap;

use interop_core::{ByteBuffer, ObjectReference, interop_object, js_invokable};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Deserialize, Serialize)]
pub struct Point {
    x: i32,
    #[serde(default)]
    tags: Vec<String>,
    next: Option<Box<Point>>,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum Shape {
    Empty,
    Circle(f64),
    Box { width: u8, height: u8 },
    Pair(u8, Option<bool>),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Untagged {
    Number(i64),
    Text(String),
    Many(Vec<Untagged>),
    Point(Point),
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "kind")]
pub enum Tagged {
    A { value: u8 },
    B { text: String },
}

/// What `serde_json` reads from a text, written again.
pub type Again = fn(&str) -> Option<String>;

/// Methods that return their arguments, and the types that `serde_json` reads them as.
macro_rules! echoes {
    ($($name:ident($($parameter:ident: $type:ty),*);)*) => {
        $(
            #[js_invokable]
            pub fn $name($($parameter: $type),*) -> ($($type,)*) {
                ($($parameter,)*)
            }
        )*

        /// The results of `serde_json` for each method: the same tuple as JSON, or nothing.
        pub const ECHOES: &[(&str, Again)] = &[$((stringify!($name), again::<($($type,)*)>)),*];
    };
}

echoes! {
    integers(a: i32, b: u8);
    large_integers(a: i64, b: u64);
    floats(a: f64, b: f32);
    flag(a: bool);
    letter(a: char);
    text(a: String);
    texts(a: String, b: Vec<String>);
    numbers(a: Vec<i32>);
    option(a: Option<i32>, b: bool);
    unit(a: (), b: i32);
    tuple(a: (u8, String), b: [i8; 2]);
    table(a: BTreeMap<String, i32>);
    table_by_number(a: BTreeMap<u16, Vec<bool>>);
    point(a: Point);
    points(a: Vec<Point>, b: Option<Point>, c: u8);
    shape(a: Shape);
    shapes(a: BTreeMap<String, Shape>);
    untagged(a: Untagged);
    tagged(a: Tagged);
    value(a: Value);
    value_and_number(a: Value, b: u32);
}

/// Writes what it reads. `serde_json` accepts `null` for `()`, and this crate accepts it for an empty list of
/// arguments. Both fail for other tuples.
fn again<T: DeserializeOwned + Serialize>(text: &str) -> Option<String> {
    serde_json::to_string(&serde_json::from_str::<T>(text).ok()?).ok()
}

#[js_invokable]
pub fn lent(a: &str, b: Option<&str>) -> (String, Option<String>) {
    (a.to_owned(), b.map(str::to_owned))
}

#[js_invokable]
pub async fn later(a: &str, b: Vec<Value>) -> (String, Vec<Value>) {
    std::future::ready(()).await;
    (a.to_owned(), b)
}

#[js_invokable]
pub fn optional(a: Option<i32>, b: Option<Point>) -> bool {
    a.is_some() || b.is_some()
}

#[js_invokable]
pub fn bytes(a: Vec<u8>, b: Option<&[u8]>, c: Option<Vec<ByteBuffer>>) -> usize {
    a.len() + b.map_or(0, <[u8]>::len) + c.unwrap_or_default().iter().map(|bytes| bytes.len()).sum::<usize>()
}

#[derive(Deserialize)]
pub struct WithEverything<'a> {
    #[serde(borrow)]
    text: Option<&'a str>,
    data: Option<ByteBuffer>,
    item: Option<ObjectReference<Item>>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[js_invokable]
pub fn with_everything(a: WithEverything<'_>) -> usize {
    a.text.map_or(0, str::len) + a.data.map_or(0, |data| data.len()) + usize::from(a.item.is_some()) + a.rest.len()
}

#[js_invokable]
pub fn nothing() {}

pub struct Item;

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self, a: Value, b: Option<&str>) -> (Value, usize) {
        (a, b.map_or(0, str::len))
    }
}

#[js_invokable]
pub fn item() -> ObjectReference<Item> {
    ObjectReference::new(Item)
}

#[js_invokable]
pub fn take_item(_: ObjectReference<Item>) {}

/// The methods without an equivalent in `serde_json`.
pub const OTHERS: [&str; 7] = ["lent", "later", "optional", "bytes", "with_everything", "nothing", "take_item"];
