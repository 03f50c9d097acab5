//! The contract and the clients of the crate `typed-shop`, which the tests in `client/` compile and call.

use expect_test::expect_file;
use interop_contract::typescript::{Names, Options};
use interop_contract::{Contract, typescript};
use interop_core::Registry;
use typed_shop as _;

fn contract() -> Contract {
    Contract::of(&Registry::linked().unwrap()).unwrap()
}

#[test]
fn the_contract_is_this_document() {
    expect_file!["client/contract.json"].assert_eq(&contract().to_json());
}

#[test]
fn the_client_consists_of_these_files() {
    let mut options = Options::default();
    options.package = Some("interop-js".to_owned());
    options.wasm = true;
    let client = typescript::client(&contract(), &options).unwrap();
    for file in &client.files {
        let path = format!("{}/tests/client/interop/{}", env!("CARGO_MANIFEST_DIR"), file.name);
        expect_file![path].assert_eq(&file.text);
    }
    let warnings: Vec<String> = client.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "Shop.large: an integer beyond 2^53 - 1 is an error here, because a JavaScript number cannot represent it: if there are such integers, send a `BigInt` or a string",
            "Shop.opaque: its type has no schema and is `unknown`: derive `schemars::JsonSchema` for it",
            "Shop.opaque, parameter `value`: its type has no schema and is `unknown`: derive `schemars::JsonSchema` for it",
            "Shop.opaque_items, stream: its type has no schema and is `unknown`: derive `schemars::JsonSchema` for it",
        ]
    );
}

#[test]
fn a_document_makes_the_same_client_as_the_program() {
    let read = Contract::from_json(&contract().to_json()).unwrap();
    let mut as_is = Options::default();
    as_is.names = Names::AsIs;
    for options in [Options::default(), as_is] {
        let of = |contract| typescript::client(contract, &options).unwrap().files;
        assert_eq!(of(&read), of(&contract()));
    }
}
