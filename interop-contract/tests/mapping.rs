//! The table of types in the guide: each row, with the types that generated clients have for it.

// What the tests describe are fixtures, with the signatures that they test.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::boxed_local,
    clippy::needless_pass_by_value,
    unreachable_pub
)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use futures_util::stream::{self, Stream};
use interop_contract::typescript::Options;
use interop_contract::{Contract, typescript};
use interop_core::{
    BigInt, ByteBuffer, Callback, ClientError, ElementReference, Items, JsError, JsFunction, JsItems,
    JsObjectReference, JsStreamReference, ObjectReference, Registry, StreamReference, TypedArray, interop_object,
    js_interface, js_invokable,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

interop_core::assembly!("Mapping");

/// A row of the table, a type in it, and what TypeScript has for that.
type Line = (&'static str, &'static str, &'static str);

macro_rules! parameters {
    ($($id:ident: $type:ty => $typescript:literal, $row:literal;)*) => {
        $(
            #[js_invokable]
            pub fn $id(value: $type) {
                let _ = value;
            }
        )*

        const PARAMETERS: &[Line] = &[$(($row, stringify!($id), $typescript)),*];
    };
}

macro_rules! results {
    ($($id:ident: $type:ty => $typescript:literal, $row:literal;)*) => {
        $(
            #[js_invokable]
            pub fn $id() -> $type {
                panic!("the contract describes this method, and the test does not call it")
            }
        )*

        const RESULTS: &[Line] = &[$(($row, stringify!($id), $typescript)),*];
    };
}

parameters! {
    flag: bool => "value: boolean", "`bool`, `String`, `&str`, `char`, `Cow<str>`";
    text: String => "value: string", "`bool`, `String`, `&str`, `char`, `Cow<str>`";
    borrowed: &str => "value: string", "`bool`, `String`, `&str`, `char`, `Cow<str>`";
    letter: char => "value: string", "`bool`, `String`, `&str`, `char`, `Cow<str>`";
    cow: Cow<'static, str> => "value: string", "`bool`, `String`, `&str`, `char`, `Cow<str>`";
    byte: u8 => "value: number", "integers and floats";
    float: f32 => "value: number", "integers and floats";
    size: usize => "value: number", "integers and floats";
    large: i64 => "value: number | bigint", "integers and floats";
    larger: u128 => "value: number | bigint", "integers and floats";
    unit: () => "value: null", "`()`";
    option: Option<u8> => "value?: number | null", "`Option<T>`";
    list: Vec<String> => "value: string[]", "`Vec<T>`, `&[T]`, sets";
    slice: &[bool] => "value: boolean[]", "`Vec<T>`, `&[T]`, sets";
    set: BTreeSet<u32> => "value: number[]", "`Vec<T>`, `&[T]`, sets";
    floats: Vec<f32> => "value: number[] | Float32Array", "`Vec<f32>` and other arrays of numbers, as parameters";
    doubles: &[f64] => "value: number[] | Float64Array", "`Vec<f32>` and other arrays of numbers, as parameters";
    bigs: Vec<u64> => "value: (number | bigint)[] | BigUint64Array", "`Vec<f32>` and other arrays of numbers, as parameters";
    vector: [i16; 3] => "value: [number, number, number] | Int16Array", "`Vec<f32>` and other arrays of numbers, as parameters";
    five: [i16; 5] => "value: [number, number, number, number, number]", "`[T; 3]`, tuples";
    bytes: Vec<u8> => "value: Uint8Array", "`Vec<u8>`, `ByteBuffer`";
    buffer: ByteBuffer => "value: Uint8Array", "`Vec<u8>`, `ByteBuffer`";
    long: [bool; 9] => "value: boolean[]", "`[T; 3]`, tuples";
    boxed: Box<String> => "value: string", "`Box`, `Arc`, `Rc`";
    cart: ObjectReference<Basket> => "value: Basket", "`ObjectReference<Cart>`";
    items_in: JsItems<u8> => "value: ItemSource<number>", "`JsItems<T>`";
    samples: TypedArray<f32> => "value: Float32Array", "`TypedArray<f32>` and its kin";
    big: BigInt<u64> => "value: bigint", "`BigInt<T>`";
    object: JsObjectReference => "value: object", "`JsObjectReference`, `JsStreamReference`";
    upload: JsStreamReference => "value: object", "`JsObjectReference`, `JsStreamReference`";
    function: JsFunction<(u8, String), bool> => "value: (a: number, b: string) => boolean | Promise<boolean>", "`JsFunction<(A, B), R>`";
    no_result: JsFunction<()> => "value: () => void | Promise<void>", "`JsFunction<(A, B), R>`";
    with_cart: JsFunction<(ObjectReference<Basket>,)> => "value: (a: Received<Basket>) => void | Promise<void>", "`JsFunction<(A, B), R>`";
    charts: Painter => "value: Implemented<Painter>", "a `#[js_interface]`";
    form: Form => "value: FormInput", "structs";
    choice: Choice => "value: Choice", "enums";
    unknown: Opaque => "value: unknown", "a type without a schema";
    any: serde_json::Value => "value: unknown", "`serde_json::Value`";
}

results! {
    nothing: () => "void", "`()`";
    maybe: Option<Arc<String>> => "string | null", "`Option<T>`";
    shared: Arc<u8> => "number", "`Box`, `Arc`, `Rc`";
    counted: Rc<u8> => "number", "`Box`, `Arc`, `Rc`";
    number: u64 => "number", "integers and floats";
    plain: Vec<f32> => "number[]", "`Vec<T>`, `&[T]`, sets";
    triple: [f32; 3] => "[number, number, number]", "`[T; 3]`, tuples";
    pair: (u8, String) => "[number, string]", "`[T; 3]`, tuples";
    map: HashMap<String, u8> => "{ [key: string]: number }", "maps";
    by_number: BTreeMap<u32, bool> => "{ [key: string]: boolean }", "maps";
    wrapper: Wrapper => "Wrapper", "structs";
    filled: Form => "Form", "structs";
    opened: ObjectReference<Basket> => "Basket", "`ObjectReference<Cart>`";
    callback: Callback => "DotNetObject", "`Callback`";
    report: StreamReference => "DotNetStream", "`StreamReference`";
    stream: Box<dyn Stream<Item = u8> + Send + Unpin> => "DotNetItems<number>", "`impl Stream<Item = T>`, `Items<T>`";
    items: Items<Choice> => "DotNetItems<Choice>", "`impl Stream<Item = T>`, `Items<T>`";
    failing: Items<u8, Failed> => "DotNetItems<number, FailedCodes>", "`impl Stream<Item = Result<T, E>>`, `Items<T, E>`";
    array: TypedArray<i64> => "BigInt64Array", "`TypedArray<f32>` and its kin";
    digits: BigInt<i128> => "bigint", "`BigInt<T>`";
    page_object: JsObjectReference => "any", "`JsObjectReference`, `JsStreamReference`";
    drawn: Painter => "Painter", "a `#[js_interface]`";
    element: ElementReference => "Element", "`ElementReference`";
    fallible: Result<u8, Failed> => "number, FailedCodes", "`Result<T, E>`";
    failing_too: Result<u8, Failed> => "number, FailedCodes", "`Result<T, E>`";
    internal: Result<u8, String> => "number", "`Result<T, E>`";
    hidden: Opaque => "unknown", "a type without a schema";
}

#[js_invokable]
pub fn unnamed() -> impl Stream<Item = bool> {
    stream::empty()
}

#[js_invokable]
pub fn unnamed_failing() -> impl Stream<Item = Result<bool, Failed>> {
    stream::empty()
}

/// What no macro can write: results that cannot be named, and types of other crates.
const OTHERS: &[Line] = &[
    ("`impl Stream<Item = T>`, `Items<T>`", "unnamed", "[], DotNetItems<boolean>"),
    ("`impl Stream<Item = Result<T, E>>`, `Items<T, E>`", "unnamed_failing", "[], DotNetItems<boolean, FailedCodes>"),
    ("`chrono`, `uuid` and `url` types, with the features of `schemars`", "date", "[value: string], string"),
    ("`chrono`, `uuid` and `url` types, with the features of `schemars`", "instant", "[value: string], string"),
    ("`chrono`, `uuid` and `url` types, with the features of `schemars`", "uuid", "[value: string], string"),
    ("`chrono`, `uuid` and `url` types, with the features of `schemars`", "url", "[value: string], string"),
];

pub struct Basket;

#[interop_object]
impl Basket {
    #[js_invokable]
    pub fn total(&self) -> u8 {
        1
    }
}

#[js_interface]
pub trait Painter {
    async fn draw(&self) -> Result<(), JsError>;
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Form {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wrapper(u8);

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Choice {
    Left,
    Right(u8),
}

#[derive(Serialize, Deserialize)]
pub struct Opaque(u8);

#[derive(Debug, ClientError)]
pub enum Failed {
    TooLate { by: u32 },
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

fn camel_case(id: &str) -> String {
    let mut words = id.split('_');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |text, word| text + &word[..1].to_uppercase() + &word[1..])
}

/// The declarations of this program, and of `typed-shop`, which has types of other crates.
fn declarations() -> [String; 3] {
    let contract = Contract::of(&Registry::linked().unwrap()).unwrap();
    let shop = typescript::client(&typed_shop::contract(), &Options::default()).unwrap();
    let client = typescript::client(&contract, &Options::default()).unwrap();
    let text = |client: &typescript::Client, name: &str| client.file(name).unwrap().text.clone();
    [text(&client, "mapping.d.ts"), text(&client, "types.d.ts"), text(&shop, "shop.d.ts")]
}

#[test]
fn each_type_is_what_the_table_says() {
    let [own, _, shop] = declarations();
    let parameters = PARAMETERS.iter().map(|(_, id, ty)| (id, format!("[{ty}], void")));
    let results = RESULTS.iter().map(|(_, id, ty)| (id, format!("[], {ty}")));
    let others = OTHERS.iter().map(|(_, id, ty)| (id, (*ty).to_owned()));
    for (id, ty) in parameters.chain(results).chain(others) {
        let line = format!("  {}: Method<{ty}>;\n", camel_case(id));
        let found = own
            .lines()
            .chain(shop.lines())
            .find(|line| line.trim_start().starts_with(&format!("{}: Method", camel_case(id))));
        assert!(own.contains(&line) || shop.contains(&line), "{line}but there is {found:?}");
    }
}

#[test]
fn structs_and_enums_have_the_form_of_their_json() {
    let [own, types, _] = declarations();
    for part in [
        "export type Form = {\n  name: string | null;\n};",
        "export type FormInput = {\n  name?: string | null;\n};",
        "export type Wrapper = number;",
        "export type Choice = 'Left' | {\n  Right: number;\n};",
    ] {
        assert!(types.contains(part), "{part} in {types}");
    }
    for part in [
        "export type FailedCodes = { too_late: {\n",
        "export interface Basket extends DotNetObject {\n  total: Method<[], number>;",
    ] {
        assert!(own.contains(part), "{part} in {own}");
    }
}

#[test]
fn the_table_has_a_row_for_each_tested_type_and_no_other() {
    let guide = include_str!("../src/guide.md");
    let table = guide.split("| Rust | TypeScript |\n|---|---|\n").nth(1).unwrap();
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let rows: BTreeSet<&str> = rows.map(|row| row.trim_start_matches("| ").split(" | ").next().unwrap()).collect();
    let tested: BTreeSet<&str> = [PARAMETERS, RESULTS, OTHERS].concat().into_iter().map(|(row, ..)| row).collect();
    assert_eq!(tested, rows);
}
