//! Interfaces that JavaScript implements: in the document, in its hash, and in changes from one version to the next.

// What the tests describe are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, unreachable_pub, clippy::needless_raw_string_hashes)]

use std::collections::BTreeMap;

use expect_test::expect;
use interop_contract::typescript::Options;
use interop_contract::{Contract, breaking_changes, typescript};
use interop_core::contract::JsInterface;
use interop_core::{JsError, Registry, js_interface, js_invokable, methods};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn contract<T: JsInterface>() -> Contract {
    Contract::of(&Registry::builder().interface::<T>().build().unwrap()).unwrap()
}

mod before {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    pub struct Size {
        pub width: u32,
    }

    /// Draws.
    #[js_interface(assembly = "Shop")]
    pub trait Charts {
        async fn draw(&self, size: Size, title: Option<&str>) -> Result<Size, JsError>;
        async fn clear(&self) -> Result<(), JsError>;
        async fn unchanged(&self, size: Size) -> Result<Option<Size>, JsError>;
        fn removed(&self);
    }
}

mod after {
    use super::*;

    #[derive(Serialize, Deserialize, JsonSchema)]
    #[schemars(rename = "Size")]
    pub struct Size {
        pub width: u32,
        pub height: u32,
    }

    #[js_interface(assembly = "Shop")]
    pub trait Charts {
        async fn draw(&self, title: Option<&str>) -> Result<Size, JsError>;
        fn clear(&self) -> Result<(), JsError>;
        async fn unchanged(&self, size: Size) -> Result<Option<Size>, JsError>;
        fn added(&self);
    }
}

#[test]
fn changes_break_the_page_in_the_opposite_direction() {
    let changes = breaking_changes(&contract::<before::Charts>(), &contract::<after::Charts>());
    let changes: Vec<String> = changes.iter().map(ToString::to_string).collect();
    expect![[r#"
        Shop/Charts.added: the page has to implement the new method
        Shop/Charts.clear: the method can no longer return a promise
        Shop/Charts.draw: the method gets 1 arguments instead of 2
        Shop/Charts.draw, parameter `title`: can now be a string
        Shop/Charts.draw, result: the field `height` is now required
        Shop/Charts.unchanged, result: an object is no longer accepted"#]]
    .assert_eq(&changes.join("\n"));
    assert_eq!(breaking_changes(&contract::<before::Charts>(), &contract::<before::Charts>()), []);
}

#[test]
fn the_hash_changes_with_an_interface_but_not_with_its_documentation() {
    mod documented {
        use super::*;

        /// Other words.
        #[js_interface(assembly = "Shop")]
        pub trait Charts {
            /// Draws a chart.
            async fn draw(&self, size: before::Size, caption: Option<&str>) -> Result<before::Size, JsError>;
            async fn clear(&self) -> Result<(), JsError>;
            async fn unchanged(&self, size: before::Size) -> Result<Option<before::Size>, JsError>;
            fn removed(&self);
        }
    }

    let hash = |contract: Contract| contract.assemblies["Shop"].hash.clone();
    assert_eq!(hash(contract::<before::Charts>()), hash(contract::<documented::Charts>()));
    assert_ne!(hash(contract::<before::Charts>()), hash(contract::<after::Charts>()));
}

#[test]
fn an_interface_that_only_another_one_returns_is_found() {
    mod nested {
        use super::*;

        #[js_interface(assembly = "Nested")]
        pub trait Inner {
            fn show(&self);
        }

        #[js_interface(assembly = "Nested")]
        pub trait Outer {
            async fn inner(&self) -> Result<BTreeMap<String, Inner>, JsError>;
        }

        #[js_invokable(assembly = "Nested")]
        pub fn take(_outer: Vec<Outer>) {}
    }

    let registry = Registry::builder().methods(methods![nested::take]).build().unwrap();
    let contract = Contract::of(&registry).unwrap();
    assert_eq!(contract.assemblies["Nested"].interfaces.keys().collect::<Vec<_>>(), ["Inner", "Outer"]);
    let client = typescript::client(&contract, &Options::default()).unwrap();
    let declarations = &client.file("nested.d.ts").unwrap().text;
    let inner = "inner(): { [key: string]: Implemented<Inner> } | PromiseLike<{ [key: string]: Implemented<Inner> }>;";
    assert!(declarations.contains(inner), "{declarations}");
    assert!(declarations.contains("take: Method<[_outer: Implemented<Outer>[]], void>;"), "{declarations}");
}

#[test]
fn two_interfaces_of_one_name_are_an_error() {
    let registry = Registry::builder().interface::<before::Charts>().interface::<after::Charts>().build().unwrap();
    expect![[r#"
        two types are named `Size`, used by `Shop.Charts.draw` and `Shop.Charts.unchanged`: rename one of them, for example with `#[schemars(rename = "...")]`, and include the parameter in the name of a generic type, for example with `#[schemars(rename = "Size_{T}")]`
        two interfaces of the assembly `Shop` are named `Charts`: interfaces::after::Charts and interfaces::before::Charts; rename one of them, or give one another assembly by `#[js_interface(assembly = "...")]`"#]].assert_eq(&Contract::of(&registry).unwrap_err().to_string());
}

#[test]
fn a_type_without_a_schema_is_unknown_with_a_warning() {
    #[derive(Serialize, Deserialize)]
    pub struct Opaque;

    #[js_interface(assembly = "Opaque")]
    pub trait Sink {
        async fn take(&self, value: Opaque) -> Result<Opaque, JsError>;
    }

    let client = typescript::client(&contract::<Sink>(), &Options::default()).unwrap();
    assert!(client.file("opaque.d.ts").unwrap().text.contains("take(value: unknown): unknown | PromiseLike<unknown>;"));
    let places: Vec<&str> = client.warnings.iter().map(|warning| &*warning.place).collect();
    assert_eq!(places, ["Opaque.Sink.take, parameter `value`", "Opaque.Sink.take, result"]);
}
