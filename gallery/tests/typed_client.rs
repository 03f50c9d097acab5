//! The typed client in `page/interop`, which is checked in so that the gallery runs with Rust alone.

use std::fs;
use std::path::Path;

// Links the methods.
use gallery as _;
use interop_contract::Contract;
use interop_contract::typescript::{self, Options};
use interop_core::Registry;

#[test]
fn the_client_is_that_of_the_examples() {
    let contract = Contract::of(&Registry::linked().unwrap()).unwrap();
    let client = typescript::client(&contract, &Options::default()).unwrap();
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/page/interop"));
    for file in &client.files {
        let found = fs::read_to_string(folder.join(&file.name)).unwrap_or_default();
        assert!(
            found == file.text,
            "{} is stale: run `cargo run -p cargo-interop -- interop ts -p gallery --out gallery/page/interop`",
            file.name
        );
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), client.files.len());
}
