//! Events that Rust declares: in the document, in its hash, in the generated client, and in changes.

use interop_contract::typescript::Options;
use interop_contract::{Contract, Problems, breaking_changes, typescript};
use interop_core::contract::Description;
use interop_core::{Registry, event};
use schemars::JsonSchema;
use serde::Serialize;

interop_core::assembly!("Shop");

#[derive(Serialize, JsonSchema)]
struct Order {
    id: u32,
    note: Option<String>,
}

event! {
    /// An order has changed.
    ///
    /// Sent to all who see it.
    static ORDER_CHANGED = "orders.changed"(order: Order, by: String);

    static CLOSED = "shop.closed"();
}

fn contract() -> Contract {
    Contract::of(&Registry::linked().unwrap()).unwrap()
}

/// The contract after a change of its document.
fn changed(from: &str, to: &str) -> Contract {
    let document = contract().to_json();
    assert!(document.contains(from), "{from} in {document}");
    Contract::from_json(&document.replace(from, to)).unwrap()
}

#[test]
fn the_document_lists_events_with_the_schemas_of_what_rust_writes() {
    let contract = contract();
    let events = &contract.assemblies["Shop"].events;
    assert_eq!(events.keys().collect::<Vec<_>>(), [ORDER_CHANGED.name(), CLOSED.name()]);
    let event = &events["orders.changed"];
    assert_eq!(event.docs, "An order has changed.\n\nSent to all who see it.");
    let names: Vec<_> = event.parameters.iter().map(|parameter| &*parameter.name).collect();
    assert_eq!(names, ["order", "by"]);
    assert!(contract.types.contains_key("Order"), "its type is described too");
}

#[test]
fn the_client_declares_the_handlers_of_events() {
    let client = typescript::client(&contract(), &Options::default()).unwrap();
    let declarations = &client.file("shop.d.ts").unwrap().text;
    for part in [
        "interface InteropEvents {",
        "     * An order has changed.",
        "    'orders.changed'(order: Order, by: string): void;",
        "    'shop.closed'(): void;",
        "import type { Order } from './types.js';",
    ] {
        assert!(declarations.contains(part), "{part} in {declarations}");
    }
}

#[test]
fn handlers_break_if_they_get_something_else() {
    let changes = |new: &Contract| -> Vec<String> {
        breaking_changes(&contract(), new).iter().map(ToString::to_string).collect()
    };
    assert_eq!(changes(&contract()), [""; 0]);
    assert_eq!(changes(&changed("shop.closed", "shop.shut")), ["Shop, event `shop.closed`: the event was removed"]);
    let mut fewer = contract();
    fewer.assemblies.get_mut("Shop").unwrap().events.get_mut("orders.changed").unwrap().parameters.pop();
    assert_eq!(changes(&fewer), ["Shop, event `orders.changed`: the handler gets 1 arguments instead of 2"]);
}

/// The contract of this program after a change of how it describes itself.
fn described(change: impl FnOnce(&mut Description)) -> Result<Contract, Problems> {
    let mut description = Description::of(&Registry::linked().unwrap());
    change(&mut description);
    Contract::from_description(description)
}

#[test]
fn the_hash_changes_with_an_event_but_not_with_its_documentation() {
    let hash = |contract: Result<Contract, Problems>| contract.unwrap().assemblies["Shop"].hash.clone();
    let before = hash(Ok(contract()));
    assert_eq!(before, hash(described(|description| description.events[0].docs = "Other words.".to_owned())));
    assert_ne!(before, hash(described(|description| description.events[0].name = "orders.new".to_owned())));
    assert_ne!(before, hash(described(|description| drop(description.events[0].parameters.pop()))));
}

#[test]
fn two_events_of_one_name_are_an_error() {
    let problems = described(|description| description.events[1].name = "orders.changed".to_owned()).unwrap_err();
    let text = problems.to_string();
    assert!(text.contains("two events are named `orders.changed`: interop-contract/tests/events.rs:"), "{text}");
}
