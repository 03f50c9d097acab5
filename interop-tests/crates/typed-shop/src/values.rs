//! Types of every form that serde gives them. Each has a method that returns its argument, values, and JSON that it accepts and
//! refuses.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use interop_core::js_invokable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

/// A method that returns its argument.
pub struct Echo {
    pub id: &'static str,
    /// Values as serde writes them.
    pub values: Vec<Value>,
    /// JSON that serde reads.
    pub accepted: Vec<Value>,
    /// JSON that serde does not read.
    pub refused: Vec<Value>,
}

macro_rules! echoes {
    ($($id:ident: $type:ty = [$($value:expr),* $(,)?], accepts [$($accepted:tt),*], refuses [$($refused:tt),*];)*) => {
        $(
            #[js_invokable]
            pub fn $id(value: $type) -> $type {
                value
            }
        )*

        /// All of them.
        ///
        /// # Panics
        ///
        /// Never: the values are JSON.
        #[allow(deprecated)]
        pub fn echoes() -> Vec<Echo> {
            vec![$(Echo {
                id: stringify!($id),
                values: vec![$(serde_json::to_value::<$type>($value).unwrap()),*],
                accepted: vec![$(json!($accepted)),*],
                refused: vec![$(json!($refused)),*],
            }),*]
        }
    };
}

echoes! {
    renamed: Renamed = [Renamed { first: 1, second: 2 }],
        accepts [{ "firstField": 1, "2nd": 2 }],
        refuses [{ "first": 1, "2nd": 2 }, { "firstField": 1 }];
    defaults: Defaults = [Defaults::default(), Defaults { number: 3, text: Some("a".into()), secret: 9 }],
        accepts [{}, { "number": 1 }, { "text": null }],
        refuses [{ "number": null }, { "number": "1" }, 1];
    skipped: Skipped = [Skipped { seen: 1, only_in: 2, only_out: 3, never_null: None }, Skipped { seen: 1, only_in: 0, only_out: 0, never_null: Some(1) }],
        accepts [{ "seen": 1, "only_in": 2 }],
        refuses [{ "seen": 1 }];
    external: External = [External::Unit, External::Newtype(1), External::Tuple(1, "a".into()), External::Struct { field_one: true }],
        accepts ["unit", { "newtype": 1 }, { "struct": { "field_one": true } }],
        refuses ["Unit", { "newtype": "1" }, {}, { "tuple": [1] }];
    internal: Internal = [Internal::Unit, Internal::Newtype(Inner { value: 1 }), Internal::Struct { field: None }],
        accepts [{ "type": "Unit" }, { "type": "Newtype", "value": 1 }, { "type": "Struct" }],
        refuses [{}, { "type": "unit" }, { "type": "Newtype" }];
    adjacent: Adjacent = [Adjacent::Unit, Adjacent::Newtype(1), Adjacent::Struct { field: 1.5 }],
        accepts [{ "t": "Unit" }, { "t": "Newtype", "c": 1 }],
        refuses [{ "t": "Newtype" }, { "c": 1 }];
    untagged: Untagged = [Untagged::Number(1), Untagged::Text("a".into()), Untagged::Object { x: 1 }, Untagged::Nothing],
        accepts [1, "a", { "x": 1 }, null],
        refuses [true, { "y": 1 }];
    flattened: Flattened = [Flattened { own: 1, name: None, inner: Inner { value: 2 }, rest: BTreeMap::from([("more".into(), 3)]) }],
        accepts [{ "own": 1, "value": 2 }, { "own": 1, "value": 2, "other": 3 }],
        refuses [{ "own": 1 }, { "own": 1, "value": 2, "other": "3" }];
    tuples: (u8, String, Option<bool>) = [(1, "a".into(), None), (2, "b".into(), Some(true))],
        accepts [[1, "a", true]],
        refuses [[1, "a"], ["a", 1, true], {}];
    arrays: [f32; 3] = [[1.0, 2.5, 3.0]],
        accepts [[1, 2, 3]],
        refuses [[1, 2], [1, 2, 3, 4]];
    long_arrays: [u16; 12] = [[7; 12]],
        accepts [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
        refuses [[1]];
    tuple_struct: TupleStruct = [TupleStruct(1, "a".into())], accepts [[1, "a"]], refuses [[1], { "0": 1 }];
    newtype: Newtype = [Newtype("a".into())], accepts ["b"], refuses [1, ["a"]];
    unit_struct: UnitStruct = [UnitStruct], accepts [null], refuses [0];
    maps: BTreeMap<String, Inner> = [BTreeMap::from([("a".into(), Inner { value: 1 })])], accepts [{}], refuses [[], { "a": 1 }];
    integer_keys: BTreeMap<u32, bool> = [BTreeMap::from([(7, true)])], accepts [{ "1": false }], refuses [{ "1": 1 }, { "a": true }];
    sets: BTreeSet<u32> = [BTreeSet::from([1, 2])], accepts [[1], []], refuses [["a"], 1];
    recursive: Tree = [Tree { value: 1, children: vec![Tree { value: 2, children: vec![] }] }],
        accepts [{ "value": 1, "children": [] }],
        refuses [{ "value": 1, "children": [1] }];
    mutually_recursive: Even = [Even { next: None }, Even { next: Some(Box::new(Odd { next: Even { next: None } })) }],
        accepts [{ "next": null }, {}],
        refuses [{ "next": { "next": 1 } }];
    shared: Arc<Inner> = [Arc::new(Inner { value: 1 })], accepts [{ "value": 1 }], refuses [null];
    borrowed: Cow<'static, str> = [Cow::Borrowed("a")], accepts ["b"], refuses [1];
    boxed: Box<Option<Inner>> = [Box::new(None), Box::new(Some(Inner { value: 1 }))], accepts [null], refuses [1];
    date: NaiveDate = [NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()], accepts ["2024-02-29"], refuses ["2023-02-29", 1];
    instant: DateTime<Utc> = [DateTime::from_timestamp(0, 0).unwrap()], accepts ["2024-02-29T12:00:00Z"], refuses ["noon"];
    uuid: Uuid = [Uuid::nil()], accepts ["67e55044-10b1-426f-9247-bb680e5fe0c8"], refuses ["67e55044"];
    url: Url = ["https://example.com/a?b".parse().unwrap()], accepts ["https://example.com"], refuses [1];
    converted: Celsius = [Celsius(1.5)], accepts [{ "degrees": 2 }], refuses [1.5];
    tried: Percent = [Percent(50)], accepts [7], refuses ["7"];
    transparent: Transparent = [Transparent { only: Inner { value: 1 } }], accepts [{ "value": 1 }], refuses [{ "only": { "value": 1 } }];
    strict: Strict = [Strict { known: 1 }], accepts [{ "known": 1 }], refuses [{ "known": 1, "unknown": 2 }];
    generic: Pair<u8, Inner> = [Pair { one: 1, other: Inner { value: 2 } }], accepts [{ "one": 1, "other": { "value": 2 } }], refuses [{ "one": 1, "other": 2 }];
    numbers_of_all_sizes: (i8, u16, i32, f64, char) = [(-1, 2, -3, 4.5, 'c')], accepts [[1, 2, 3, 4, "c"]], refuses [[300, 2, 3, 4, "c"], [1, 2, 3, 4, "cc"]];
    nothing: () = [()], accepts [null], refuses [];
    any_json: Value = [json!({ "a": [1, null] })], accepts [1, "a"], refuses [];
    documented: Documented = [Documented { old: 1, new: Level::High }], accepts [{ "old": 1, "new": "Low" }], refuses [{ "old": 1, "new": "Middle" }];
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Renamed {
    #[serde(rename = "firstField")]
    first: u8,
    #[serde(rename = "2nd", alias = "zweites")]
    second: u8,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Defaults {
    number: u8,
    text: Option<String>,
    #[serde(skip)]
    secret: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Skipped {
    seen: u8,
    #[serde(skip_serializing)]
    #[allow(dead_code)]
    only_in: u8,
    #[serde(skip_deserializing)]
    only_out: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    never_null: Option<u8>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum External {
    Unit,
    Newtype(u8),
    Tuple(u8, String),
    Struct { field_one: bool },
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct Inner {
    value: u32,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum Internal {
    Unit,
    Newtype(Inner),
    Struct { field: Option<u8> },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    Unit,
    Newtype(u8),
    Struct { field: f32 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Untagged {
    Number(u8),
    Text(String),
    Object { x: u8 },
    Nothing,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Flattened {
    own: u32,
    name: Option<String>,
    #[serde(flatten)]
    inner: Inner,
    #[serde(flatten)]
    rest: BTreeMap<String, u32>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct TupleStruct(u8, String);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Newtype(String);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct UnitStruct;

/// A tree.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Tree {
    value: u8,
    children: Vec<Tree>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Even {
    next: Option<Box<Odd>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Odd {
    next: Even,
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(from = "CelsiusForm", into = "CelsiusForm")]
pub struct Celsius(f64);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct CelsiusForm {
    degrees: f64,
}

impl From<CelsiusForm> for Celsius {
    fn from(form: CelsiusForm) -> Self {
        Self(form.degrees)
    }
}

impl From<Celsius> for CelsiusForm {
    fn from(celsius: Celsius) -> Self {
        Self { degrees: celsius.0 }
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u8", into = "u8")]
pub struct Percent(u8);

impl TryFrom<u8> for Percent {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        if value <= 100 { Ok(Self(value)) } else { Err(format!("{value} is more than 100")) }
    }
}

impl From<Percent> for u8 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Transparent {
    only: Inner,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strict {
    known: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Pair_{A}_{B}")]
pub struct Pair<A, B> {
    one: A,
    other: B,
}

/// Has docs everywhere. */
#[derive(Serialize, Deserialize, JsonSchema)]
#[allow(deprecated)]
pub struct Documented {
    /// Was used before.
    #[deprecated]
    old: u8,
    /// Is used now.
    new: Level,
}

/// How high.
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Level {
    /// Not very.
    Low,
    /// Very.
    High,
}
