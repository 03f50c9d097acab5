//! References to elements of the page.

#![allow(missing_docs, clippy::needless_pass_by_value)]

use std::collections::HashSet;

use interop_core::{ElementReference, InProcess, js_invokable};
use serde::Serialize;
use two_way_tests::{Peer, detailed, failure, now};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn id_of(element: ElementReference) -> String {
    element.id().to_owned()
}

#[js_invokable]
pub fn back(elements: Vec<ElementReference>) -> Vec<ElementReference> {
    elements
}

#[test]
fn an_element_is_sent_by_its_id() {
    #[derive(Serialize)]
    struct Focus {
        element: ElementReference,
    }
    let peer = Peer::new();
    let element = ElementReference::new("item-1");
    peer.js().send("focus", (&element, [Focus { element: element.clone() }], None::<ElementReference>)).unwrap();
    assert_eq!(peer.call().args, r#"[{"__internalId":"item-1"},[{"element":{"__internalId":"item-1"}}],null]"#);
    assert_eq!(element.attribute(), "_bl_item-1");
}

#[test]
fn an_element_comes_back_by_its_id() {
    let peer = Peer::new();
    let call = peer.js().invoke::<ElementReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__internalId":"x"}"#);
    assert_eq!(now(call), Ok(ElementReference::new("x")));

    let app = InProcess::with_options(detailed());
    assert_eq!(app.invoke("Tests", "id_of", r#"[{"__internalId":"x"}]"#), Ok(r#""x""#.to_owned()));
    let elements = r#"[{"__internalId":"a"},{"__internalId":"b"}]"#;
    assert_eq!(app.invoke("Tests", "back", &format!("[{elements}]")), Ok(elements.to_owned()));
}

#[test]
fn what_is_no_element_is_refused() {
    let app = InProcess::with_options(detailed());
    for args in ["[{}]", r#"["x"]"#, r#"[{"__internalId":5}]"#, r#"[{"__jsObjectId":5}]"#, "[null]", "[{\"id\":\"x\"}]"]
    {
        assert_eq!(failure(app.invoke("Tests", "id_of", args)).0, "invalid_arguments", "{args}");
    }
}

#[test]
fn unique_elements_differ() {
    let elements: HashSet<ElementReference> = (0..100).map(|_| ElementReference::unique()).collect();
    assert_eq!(elements.len(), 100);
}
