//! Rust objects in the arguments of calls to JavaScript: where they can be, and what holds them.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use std::collections::BTreeMap;

use interop_core::host::{Invocation, Outgoing};
use interop_core::{JsCall, JsError, ObjectReference, interop_object, js_invokable};
use serde::Serialize;
use two_way_tests::{Deaths, Peer, Witness, now};

interop_core::assembly!("Tests");

pub struct Item {
    _witness: Witness,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) -> &'static str {
        "touched"
    }
}

fn item(deaths: &Deaths) -> ObjectReference<Item> {
    ObjectReference::new(Item { _witness: deaths.witness() })
}

/// Sends these arguments and returns their JSON.
fn sent(peer: &Peer, args: impl Serialize) -> String {
    peer.js().send("f", args).unwrap();
    peer.call().args
}

fn touches(peer: &Peer, object: u64) -> bool {
    peer.host().begin_invoke(Some(1), Invocation::on_object(object, "touch", "[]")).unwrap();
    matches!(peer.message(), Some(Outgoing::EndInvoke { call_id: 1, result: Ok(reply) }) if reply.json() == "\"touched\"")
}

#[test]
fn objects_are_found_anywhere_in_arguments() {
    #[derive(Serialize)]
    struct Page<'a> {
        header: &'a ObjectReference<Item>,
        #[serde(flatten)]
        more: BTreeMap<&'static str, ObjectReference<Item>>,
        none: Option<ObjectReference<Item>>,
        variant: Variant,
    }
    #[derive(Serialize)]
    enum Variant {
        Holds { item: ObjectReference<Item> },
    }
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let header = item(&deaths);
    let page = Page {
        header: &header,
        more: BTreeMap::from([("footer", item(&deaths))]),
        none: None,
        variant: Variant::Holds { item: item(&deaths) },
    };

    let json = sent(&peer, ([item(&deaths), item(&deaths)], page, (item(&deaths), 5)));

    assert_eq!(
        json,
        r#"[[{"__dotNetObject":1},{"__dotNetObject":2}],{"header":{"__dotNetObject":3},"footer":{"__dotNetObject":4},"none":null,"variant":{"Holds":{"item":{"__dotNetObject":5}}}},[{"__dotNetObject":6},5]]"#
    );
    assert!((1..=6).all(|id| touches(&peer, id)));
    assert!(!touches(&peer, 7));
}

#[test]
fn an_object_has_no_id_until_it_is_sent_and_keeps_it_then() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    assert_eq!(ObjectReference::id(&reference), None);
    assert_eq!(sent(&peer, (&reference,)), r#"[{"__dotNetObject":1}]"#);
    assert_eq!(ObjectReference::id(&reference), Some(1));
    assert_eq!(sent(&peer, (&reference, reference.clone())), r#"[{"__dotNetObject":1},{"__dotNetObject":1}]"#);
    assert_eq!(sent(&peer, (ObjectReference::new_reference(&reference),)), r#"[{"__dotNetObject":2}]"#);
}

#[test]
fn the_circuit_holds_what_rust_let_go_of() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    sent(&peer, (item(&deaths),));
    assert_eq!(deaths.count(), 0);
    assert!(touches(&peer, 1));
    peer.host().begin_invoke(None, Invocation::on_object(1, "__Dispose", "null")).unwrap();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn the_same_reference_twice_in_one_message_counts_twice() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    sent(&peer, (&reference, [&reference]));
    drop(reference);

    peer.host().release(1, 1);
    assert_eq!((peer.circuit().object_count(), deaths.count()), (1, 0), "the other proxy is alive");
    assert!(touches(&peer, 1));
    peer.host().release(1, 1);

    assert_eq!((peer.circuit().object_count(), deaths.count()), (0, 1));
    assert!(!touches(&peer, 1));
}

#[test]
fn an_object_sent_by_two_messages_lives_until_both_are_given_back() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    sent(&peer, (&reference,));
    sent(&peer, (&reference,));
    drop(reference);
    peer.host().release(1, 1);
    assert!(touches(&peer, 1));
    peer.host().release(1, 1);
    assert_eq!(deaths.count(), 1);
}

#[test]
fn an_object_that_javascript_released_while_rust_holds_it_can_be_sent_again() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    sent(&peer, (&reference,));
    peer.host().release(1, 1);
    assert_eq!(peer.circuit().object_count(), 0);
    assert!(!ObjectReference::is_disposed(&reference));

    assert_eq!(sent(&peer, (&reference,)), r#"[{"__dotNetObject":1}]"#);

    assert!(touches(&peer, 1));
}

#[test]
fn an_object_that_is_disposed_before_its_message_is_taken_is_gone() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    peer.js().send("f", (&reference,)).unwrap();
    ObjectReference::dispose(&reference);
    assert_eq!(peer.call().args, r#"[{"__dotNetObject":1}]"#);
    assert!(!touches(&peer, 1));
}

#[track_caller]
fn error(call: JsCall<i32>) -> String {
    let error = now(call).expect_err("it cannot be sent");
    assert!(matches!(error, JsError::Arguments(_)), "{error:?}");
    error.to_string()
}

#[test]
fn a_reference_of_one_circuit_cannot_be_sent_to_another() {
    let (ours, theirs, deaths) = (Peer::new(), Peer::new(), Deaths::new());
    let reference = item(&deaths);
    sent(&ours, (&reference,));

    assert_eq!(
        error(theirs.js().invoke("f", (item(&deaths), [&reference]))),
        "The arguments of a JavaScript interop call cannot be written: ObjectReference is already being tracked by a \
         different instance of Circuit. A common cause is caching an instance of ObjectReference globally. Consider \
         creating instances of ObjectReference at the interop call site."
    );
    assert_eq!(theirs.circuit().object_count(), 0);
    theirs.says_nothing();
    assert_eq!(deaths.count(), 1, "what was written before it is given back");
    assert!(touches(&ours, 1));
    assert_eq!(sent(&theirs, (ObjectReference::new_reference(&reference),)), r#"[{"__dotNetObject":2}]"#);
}

#[test]
fn a_reference_stays_with_its_circuit_when_that_is_gone() {
    let (ours, theirs, deaths) = (Peer::new(), Peer::new(), Deaths::new());
    let reference = item(&deaths);
    sent(&ours, (&reference,));
    drop(ours);
    assert!(ObjectReference::is_disposed(&reference));
    let text = error(theirs.js().invoke("f", (&reference,)));
    assert!(text.ends_with("Cannot access a disposed object: ObjectReference<Item>."), "{text}");
}

#[test]
fn a_disposed_reference_cannot_be_sent() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let reference = item(&deaths);
    ObjectReference::dispose(&reference);
    assert_eq!(
        error(peer.js().invoke("f", (&reference,))),
        "The arguments of a JavaScript interop call cannot be written: Cannot access a disposed object: \
         ObjectReference<Item>."
    );
    peer.says_nothing();
}

#[test]
fn more_objects_than_the_limit_are_not_sent() {
    let options = two_way_tests::detailed().max_objects(2);
    let (peer, deaths) = (Peer::with_options(options), Deaths::new());
    let call = peer.js().invoke::<i32>("f", ([item(&deaths), item(&deaths), item(&deaths)],));
    assert_eq!(
        now(call),
        Err(JsError::Limit(
            "the client already holds 2 objects, the limit that `CircuitOptions::max_objects` sets".to_owned()
        ))
    );
    assert_eq!((peer.circuit().object_count(), deaths.count()), (0, 3));
    peer.says_nothing();
}

#[test]
fn dropping_the_call_leaves_its_objects_with_javascript() {
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let call = peer.js().invoke::<i32>("f", (item(&deaths),));
    peer.call();
    drop(call);
    assert!(touches(&peer, 1), "JavaScript runs the call");
}
