//! Streams of values in the document, in its hash, and in changes.

// What the tests describe are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value, unreachable_pub)]

use std::fmt;

use futures_util::stream::{self, Stream};
use interop_contract::typescript::Options;
use interop_contract::{Contract, breaking_changes, typescript};
use interop_core::{ClientError, JsFunction, JsItems, Registry, js_invokable, methods};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

interop_core::assembly!("Market");

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Tick {
    price: u16,
}

#[derive(Debug, ClientError)]
pub enum Halted {
    /// Nobody sells.
    NoSeller(u16),
}

impl fmt::Display for Halted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("halted")
    }
}

#[js_invokable]
pub fn ticks() -> impl Stream<Item = Result<Tick, Halted>> {
    stream::empty()
}

#[js_invokable]
pub fn sum(numbers: JsItems<u16>) {
    drop(numbers);
}

#[js_invokable]
pub fn each(call: JsFunction<(u16,), u16>) {
    drop(call);
}

const UINT16: &str = r#"{"format":"uint16","maximum":65535,"minimum":0,"type":"integer"}"#;
const UINT32: &str = r#"{"format":"uint32","minimum":0,"type":"integer"}"#;

fn contract() -> Contract {
    Contract::of(&Registry::builder().methods(methods![ticks, sum, each]).build().unwrap()).unwrap()
}

/// The contract after a change of each text in a method.
fn changed(method: &str, from: &str, to: &str) -> Contract {
    let mut contract = contract();
    let method = contract.assemblies.get_mut("Market").unwrap().methods.get_mut(method).unwrap();
    let document = serde_json::to_string(method).unwrap();
    assert!(document.contains(from), "{from} in {document}");
    *method = serde_json::from_str(&document.replace(from, to)).unwrap();
    contract
}

fn changes(new: &Contract) -> Vec<String> {
    breaking_changes(&contract(), new).iter().map(ToString::to_string).collect()
}

#[test]
fn values_that_a_reader_does_not_expect_break_it() {
    assert_eq!(changes(&contract()), [""; 0]);
    let texts = changed("ticks", r##"{"$ref":"#/types/Tick"}"##, r#"{"type":"string"}"#);
    assert_eq!(changes(&texts), ["Market.ticks, result: `[]`: can now be a string"]);
    let data = changed("ticks", UINT16, UINT32);
    let text = "Market.ticks, result: `[].error `no_seller``: can now be a number in the range of `uint32`";
    assert_eq!(changes(&data)[0], text, "the data of an error of the stream");
    let another_code = changed("ticks", r#""no_seller":"#, r#""closed":"#);
    assert_eq!(changes(&another_code), [""; 0], "codes may be added, as those of methods");
}

#[test]
fn values_that_rust_no_longer_reads_break_their_source() {
    let narrower = changed("sum", UINT16, r#"{"format":"uint8","maximum":255,"minimum":0,"type":"integer"}"#);
    let text = "Market.sum, parameter `numbers`: `[]`: a number in the range of `uint16` is no longer accepted";
    assert_eq!(changes(&narrower), [text]);
    let wider = changed("sum", UINT16, UINT32);
    assert_eq!(changes(&wider), [""; 0]);
}

#[test]
fn the_hash_changes_with_the_values_of_a_stream_but_not_with_the_docs_of_its_errors() {
    let hash = |from: &str, to: &str| {
        let description = interop_core::contract::Description::of(
            &Registry::builder().methods(methods![ticks, sum, each]).build().unwrap(),
        );
        let document = serde_json::to_string(&description).unwrap();
        assert!(document.contains(from), "{from} in {document}");
        let changed = serde_json::from_str(&document.replace(from, to)).unwrap();
        Contract::from_description(changed).unwrap().assemblies["Market"].hash.clone()
    };
    let before = contract().assemblies["Market"].hash.clone();
    assert_eq!(before, hash("Nobody sells.", "Nobody sells any more."));
    assert_ne!(before, hash("no_seller", "no_sellers"));
    let item = r##""item":{"$ref":"#/$defs/Tick"}"##;
    assert_ne!(before, hash(item, r#""item":{"type":"string"}"#));
}

#[test]
fn a_document_keeps_the_values_of_streams() {
    let contract = contract();
    assert_eq!(Contract::from_json(&contract.to_json()).unwrap(), contract);
    let declarations = |contract: &Contract| {
        typescript::client(contract, &Options::default()).unwrap().file("market.d.ts").unwrap().text.clone()
    };
    let text = declarations(&contract);
    for part in [
        "ticks: Method<[], DotNetItems<Tick, { no_seller: number }>>;",
        "sum: Method<[numbers: ItemSource<number>], void>;",
        "each: Method<[call: (a: number) => number | Promise<number>], void>;",
        "@throws `no_seller`, while the stream is read: Nobody sells.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn a_type_of_the_application_does_not_hide_one_of_the_client() {
    #[derive(Serialize, JsonSchema)]
    #[schemars(rename = "DotNetItems")]
    pub struct Hidden(u8);

    #[js_invokable(assembly = "Names")]
    pub fn hidden() -> Hidden {
        Hidden(1)
    }

    let contract = Contract::of(&Registry::builder().methods(methods![hidden]).build().unwrap()).unwrap();
    let problems = typescript::client(&contract, &Options::default()).unwrap_err().to_string();
    assert!(problems.contains("the type `DotNetItems` would hide the `DotNetItems` of TypeScript"), "{problems}");
}
