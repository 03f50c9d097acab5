//! Samples of an application's types: a schema that lies is found.

#![cfg(feature = "samples")]
#![allow(missing_docs, missing_debug_implementations)]

use interop_contract::samples::{check_read, check_written};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Order {
    quantity: u8,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(try_from = "u8")]
pub struct Percent;

impl TryFrom<u8> for Percent {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        if value <= 100 { Ok(Self) } else { Err(format!("{value} is too much")) }
    }
}

#[test]
fn samples_that_fit_their_schema_are_accepted() {
    check_written([Order { quantity: 1, note: None }, Order { quantity: 255, note: Some("a".to_owned()) }]).unwrap();
    check_read::<Order>([json!({ "quantity": 1 }), json!({ "quantity": 256 }), json!({ "note": null }), json!(1)])
        .unwrap();
}

#[test]
fn every_sample_that_serde_and_the_schema_judge_differently_is_listed() {
    let error = check_read::<Percent>([json!(1), json!(101), json!("1"), json!(200)]).unwrap_err();
    let texts: Vec<&str> = error.iter().collect();
    assert_eq!(
        texts,
        [
            "the schema allows what serde refuses: 101: 101 is too much",
            "the schema allows what serde refuses: 200: 200 is too much",
        ]
    );
}
