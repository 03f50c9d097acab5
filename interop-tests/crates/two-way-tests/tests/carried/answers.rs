//! Values in the results of calls to JavaScript: what Rust does not read is released once.

use std::time::Duration;

use crate::carrier::{Carrier, KINDS, Kind};
use bytes::Bytes;
use futures_util::StreamExt as _;
use interop_core::host::Outgoing;
use interop_core::{ByteBuffer, JsError, JsFunction, JsItems, JsObjectReference, JsStreamReference};
use interop_tests::detailed;
use serde::Deserialize;
use serde::de::IgnoredAny;
use two_way_tests::poll;

/// A result of each kind, and one that does not fit.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Found<T> {
    value: T,
    number: u8,
}

/// The result without the property.
#[derive(Deserialize)]
#[allow(dead_code)]
struct Number {
    number: u8,
}

/// Calls a function of the page, which answers with the text in which `V` is the value.
fn answered<R: serde::de::DeserializeOwned>(carrier: &mut Carrier, kind: Kind, result: &str) -> Result<R, JsError> {
    let mut call = carrier.host.circuit().js().invoke::<R>("f", ());
    carrier.run();
    let task_id = task_id(carrier);
    send(carrier, kind, &format!("[{task_id},true,{result}]"));
    let std::task::Poll::Ready(result) = poll(&mut call) else { panic!("the answer has arrived") };
    result
}

fn task_id(carrier: &mut Carrier) -> u64 {
    match carrier.sent.pop() {
        Some(Outgoing::BeginInvokeJs(call)) => call.task_id,
        other => panic!("a call to JavaScript is sent, not {other:?}"),
    }
}

fn send(carrier: &mut Carrier, kind: Kind, text: &str) {
    if kind.name == "bytes" {
        carrier.host.receive_byte_array(0, Bytes::from_static(&[1, 2, 3])).unwrap();
    }
    carrier.host.end_invoke_js(&text.replace('V', kind.json)).unwrap();
}

/// Checks that what belongs to Rust was released once, and that nothing is held. References belong to Rust only in what it has
/// read, because it has requested them then.
fn is_over(mut carrier: Carrier, kind: Kind, reads_references: bool, name: &str) {
    carrier.run();
    let released = kind.released_by.or((kind.name == "object" && reads_references).then_some("[5]"));
    assert_eq!(carrier.released, Vec::from_iter(released), "{}: {name}", kind.name);
    assert_eq!(carrier.held(), 0, "{}: {name}", kind.name);
}

/// Runs a test for the type of each kind that JavaScript sends.
macro_rules! for_each_kind {
    (|$carrier:ident, $kind:ident, $type:ident| $body:block) => {
        for $kind in KINDS {
            #[allow(unused_mut)]
            let mut $carrier = Carrier::with(detailed().max_argument_bytes(2000), |builder| builder);
            match $kind.name {
                "function" => {
                    type $type = JsFunction<(), ()>;
                    $body
                }
                "items" => {
                    type $type = JsItems<u8>;
                    $body
                }
                "stream" => {
                    type $type = JsStreamReference;
                    $body
                }
                "object" => {
                    type $type = JsObjectReference;
                    $body
                }
                "bytes" => {
                    type $type = ByteBuffer;
                    $body
                }
                _ => {}
            }
        }
    };
}

#[test]
fn an_answer_is_released_with_what_rust_makes_of_it() {
    for_each_kind!(|carrier, kind, T| {
        let found: Found<T> = answered(&mut carrier, kind, r#"{"value":V,"number":1}"#).unwrap();
        carrier.run();
        assert!(carrier.released.is_empty(), "{}", kind.name);
        drop(found);
        is_over(carrier, kind, true, "read");
    });
}

#[test]
fn an_answer_that_does_not_fit_is_released_once() {
    for result in [r#"{"value":V,"number":"x"}"#, r#"{"number":"x","value":V}"#, "[[V]]"] {
        for_each_kind!(|carrier, kind, T| {
            let refused = answered::<Found<T>>(&mut carrier, kind, result);
            assert!(matches!(refused, Err(JsError::Result(_))), "{}: {result}", kind.name);
            is_over(carrier, kind, true, result);
        });
    }
}

#[test]
fn a_property_that_the_type_does_not_have_is_released_once() {
    for_each_kind!(|carrier, kind, T| {
        let found: Number = answered(&mut carrier, kind, r#"{"value":V,"number":1}"#).unwrap();
        assert_eq!(found.number, 1);
        let _: Option<T> = None;
        is_over(carrier, kind, true, "skipped");
    });
    for_each_kind!(|carrier, kind, T| {
        let _: IgnoredAny = answered(&mut carrier, kind, "[V]").unwrap();
        let _: Option<T> = None;
        is_over(carrier, kind, true, "ignored");
    });
}

#[test]
fn an_answer_that_nobody_awaits_is_released_once() {
    for_each_kind!(|carrier, kind, T| {
        // Dropped before the answer, which is late.
        let call = carrier.host.circuit().js().invoke::<T>("f", ());
        carrier.run();
        let task = task_id(&mut carrier);
        drop(call);
        send(&mut carrier, kind, &format!("[{task},true,V]"));
        is_over(carrier, kind, true, "late");
    });
    for_each_kind!(|carrier, kind, T| {
        // Dropped after the answer has arrived.
        let call = carrier.host.circuit().js().invoke::<T>("f", ());
        carrier.run();
        let task = task_id(&mut carrier);
        send(&mut carrier, kind, &format!("[{task},true,V]"));
        drop(call);
        is_over(carrier, kind, true, "unread");
    });
    for_each_kind!(|carrier, kind, T| {
        let mut call = carrier.host.circuit().js().invoke::<T>("f", ()).timeout(Duration::from_secs(1));
        carrier.run();
        assert!(poll(&mut call).is_pending());
        carrier.services.clock.pass(Duration::from_secs(2));
        assert!(poll(&mut call).is_ready());
        let task = task_id(&mut carrier);
        send(&mut carrier, kind, &format!("[{task},true,V]"));
        drop(call);
        is_over(carrier, kind, true, "after its time");
    });
}

#[test]
fn an_answer_that_exceeds_a_limit_is_released_once() {
    for_each_kind!(|carrier, kind, T| {
        let mut call = carrier.host.circuit().js().invoke::<T>("f", ());
        carrier.run();
        let task = task_id(&mut carrier);
        if kind.name == "bytes" {
            continue;
        }
        carrier.host.receive_byte_array(0, vec![0; 4000].into()).unwrap();
        send(&mut carrier, kind, &format!("[{task},true,V]"));
        let std::task::Poll::Ready(Err(JsError::Limit(_))) = poll(&mut call) else { panic!("{}", kind.name) };
        drop(call);
        is_over(carrier, kind, true, "too many bytes");
    });
}

#[test]
fn a_reference_that_rust_cannot_hold_is_released() {
    let mut carrier = Carrier::with(detailed().max_js_objects(0), |builder| builder);
    let mut call = carrier.host.circuit().js().invoke::<JsObjectReference>("f", ());
    carrier.run();
    let task = task_id(&mut carrier);
    send(&mut carrier, KINDS[3], &format!("[{task},true,V]"));
    assert!(matches!(poll(&mut call), std::task::Poll::Ready(Err(_))));
    is_over(carrier, KINDS[3], true, "over the limit");
}

/// Reads a source of items that contain values, and answers its requests.
fn reading<T: serde::de::DeserializeOwned>(carrier: &mut Carrier, kind: Kind, answer: &str) -> JsItems<Found<T>> {
    let items: Found<JsItems<Found<T>>> = answered(carrier, kind, r#"{"value":{"__jsItems":9},"number":1}"#).unwrap();
    let mut items = items.value;
    assert!(poll(&mut items.next()).is_pending());
    carrier.run();
    let task = task_id(carrier);
    send(carrier, kind, &format!("[{task},true,{answer}]"));
    items
}

#[test]
fn items_that_are_not_read_are_released_once() {
    let one = r#"{"items":[{"value":V,"number":1}],"done":false}"#;
    for_each_kind!(|carrier, kind, T| {
        // The stream is dropped before it looks at the answer.
        drop(reading::<T>(&mut carrier, kind, one));
        carrier.run();
        carrier.released.retain(|ids| ids != "[9]");
        is_over(carrier, kind, false, "unread");
    });
    for_each_kind!(|carrier, kind, T| {
        // It reads the first item only.
        let two = r#"{"items":[{"value":W,"number":1},{"value":V,"number":2}],"done":false}"#;
        let first = kind.json.replace('5', "4");
        let mut items = reading::<T>(&mut carrier, kind, &two.replace('W', &first));
        let std::task::Poll::Ready(Some(Ok(found))) = poll(&mut items.next()) else { panic!("{}", kind.name) };
        drop((found, items));
        carrier.run();
        carrier.sent.clear();
        carrier.released.retain(|ids| ids != "[9]" && ids != "[4]");
        is_over(carrier, kind, false, "the rest");
    });
    for bad in [r#"{"items":[{"value":V,"number":1}],"done":1}"#, r#"{"items":{"value":V},"done":false}"#, "[V]", "V"] {
        for_each_kind!(|carrier, kind, T| {
            let mut items = reading::<T>(&mut carrier, kind, bad);
            let std::task::Poll::Ready(Some(Err(_))) = poll(&mut items.next()) else { panic!("{}: {bad}", kind.name) };
            assert!(matches!(poll(&mut items.next()), std::task::Poll::Ready(None)));
            drop(items);
            carrier.run();
            carrier.released.retain(|ids| ids != "[9]");
            is_over(carrier, kind, false, bad);
        });
    }
    for_each_kind!(|carrier, kind, T| {
        // An item that does not fit is an error in its place.
        let answer = r#"{"items":[{"value":V,"number":"x"},{"number":2}],"done":true}"#;
        let mut items = reading::<T>(&mut carrier, kind, answer);
        assert!(matches!(poll(&mut items.next()), std::task::Poll::Ready(Some(Err(_)))));
        assert!(matches!(poll(&mut items.next()), std::task::Poll::Ready(Some(Err(_)))));
        assert!(matches!(poll(&mut items.next()), std::task::Poll::Ready(None)));
        carrier.run();
        carrier.released.retain(|ids| ids != "[9]");
        is_over(carrier, kind, false, "does not fit");
    });
}
