//! Rust closures that JavaScript holds and calls.

#![allow(missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_executor::block_on;
use interop_core::host::{Invocation, Outgoing};
use interop_core::testing::Script;
use interop_core::{CallError, CallFailure, Callback, InProcess, JsRuntime};
use serde_json::Value;
use two_way_tests::{Deaths, Gate, Peer, detailed, failure, sanitized};

fn app() -> InProcess {
    InProcess::with_options(detailed())
}

#[test]
fn a_closure_is_called_by_its_name() {
    let app = app();
    let count = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&count);
    let helper = Callback::new("count", move || counter.fetch_add(1, Ordering::Relaxed) + 1);

    let object = app.object(&helper);
    assert_eq!(object.call::<u32>("count", ()), Ok(1));
    assert_eq!(object.call::<u32>("count", ()), Ok(2));
    assert_eq!(object.invoke("count", "null"), Ok("3".to_owned()));
    assert_eq!(count.load(Ordering::Relaxed), 3);
}

#[test]
fn closures_take_up_to_eight_arguments() {
    let app = app();
    let none = Callback::new("f", || 0);
    let one = Callback::new("f", |a: i32| a);
    let two = Callback::new("f", |a: String, b: Option<i32>| format!("{a}{b:?}"));
    let eight = Callback::new("f", |a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32| {
        [a, b, c, d, e, f, g, h].iter().sum::<i32>()
    });
    assert_eq!(app.object(&none).invoke("f", "[]"), Ok("0".to_owned()));
    assert_eq!(app.object(&one).invoke("f", "[5]"), Ok("5".to_owned()));
    assert_eq!(app.object(&two).invoke("f", r#"["a",1]"#), Ok(r#""aSome(1)""#.to_owned()));
    assert_eq!(app.object(&two).invoke("f", r#"["a"]"#), Ok(r#""aNone""#.to_owned()), "the last may be left out");
    assert_eq!(app.object(&eight).invoke("f", "[1,2,3,4,5,6,7,8]"), Ok("36".to_owned()));
}

#[test]
fn a_closure_returns_nothing_a_value_or_a_result() {
    let app = app();
    let nothing = Callback::new("f", |_: i32| {});
    let value = Callback::new("f", |value: Value| value);
    let fallible = Callback::new("f", |number: i32| {
        if number % 2 == 0 { Ok(number / 2) } else { Err(CallError::new("odd", format!("{number} is odd"))) }
    });
    assert_eq!(app.object(&nothing).invoke("f", "[1]"), Ok("null".to_owned()));
    assert_eq!(app.object(&value).invoke("f", r#"[{"a":[1]}]"#), Ok(r#"{"a":[1]}"#.to_owned()));
    assert_eq!(app.object(&fallible).invoke("f", "[4]"), Ok("2".to_owned()));
    let (code, text) = failure(app.object(&fallible).invoke("f", "[5]"));
    assert_eq!((code.as_str(), text.as_str()), ("odd", "5 is odd"));
}

#[test]
fn an_asynchronous_closure_is_awaited() {
    let app = app();
    let gate = Gate::new();
    let waits = gate.clone();
    let helper = Callback::new_async("wait", move |name: String| {
        let gate = waits.clone();
        async move {
            gate.pass().await;
            format!("Hello, {name}!")
        }
    });
    let call = app.object(&helper).call_async::<String>("wait", ("Amy",));
    gate.open();
    assert_eq!(block_on(call).unwrap(), "Hello, Amy!");
}

#[test]
fn an_asynchronous_closure_fails() {
    let app = app();
    let helper = Callback::new_async("f", |number: i32| async move {
        if number > 0 { Ok(number) } else { Err(CallError::new("negative", "too small")) }
    });
    assert_eq!(block_on(app.object(&helper).call_async::<i32>("f", (1,))), Ok(1));
    let (code, text) = failure(block_on(app.object(&helper).call_async::<i32>("f", (-1,))));
    assert_eq!((code.as_str(), text.as_str()), ("negative", "too small"));
}

fn panic_if_called() {
    panic!("the arguments are wrong");
}

#[test]
fn wrong_arguments_fail_and_the_closure_is_not_called() {
    let app = app();
    let helpers = [
        Callback::new("f", |_: i32| panic_if_called()),
        Callback::new_async("f", |_: i32| async { panic_if_called() }),
    ];
    for helper in helpers {
        for args in ["[]", "[1,2]", r#"["one"]"#, "{}", "[1", "<", "[null]", r#"[{"__dotNetObject":1}]"#] {
            let result = block_on(app.object(&helper).invoke_async("f", args));
            let CallFailure { code, message, .. } = result.unwrap_err();
            assert_eq!(code, "invalid_arguments", "{args}: {message}");
        }
    }
}

#[test]
fn the_text_about_wrong_arguments_names_the_callback() {
    let app = app();
    let helper = Callback::new("addItem", |_: i32| {});
    let text = failure(app.object(&helper).invoke("addItem", "[]")).1;
    assert_eq!(text, "The call to 'addItem' expects '1' parameters, but received '0'.");
    let text = failure(app.object(&helper).invoke("addItem", r#"["secret"]"#)).1;
    assert!(text.contains("addItem") && text.contains("expected i32, got a string"), "{text}");
}

#[test]
fn the_failure_of_a_callback_names_it() {
    let peer = Peer::with_options(sanitized());
    let gate = Gate::new();
    let waits = gate.clone();
    let helper = Callback::new_async("addItem", move || {
        let gate = waits.clone();
        async move {
            gate.pass().await;
            Err::<(), _>(CallError::internal("secret"))
        }
    });
    peer.js().send("f", (&helper,)).unwrap();
    peer.call();
    peer.host().begin_invoke(Some(1), Invocation::on_object(1, "addItem", "[]")).unwrap();
    peer.says_nothing();
    gate.open();
    let Some(Outgoing::EndInvoke { result: Err(failure), .. }) = peer.message() else { panic!("the call fails") };
    assert_eq!(
        failure.message,
        "There was an exception invoking 'addItem'. For more details turn on detailed exceptions in \
         'CircuitOptions::detailed_errors'"
    );
    assert_eq!(failure.method.as_deref(), Some("addItem"));
}

#[test]
fn a_wrong_name_is_not_found() {
    let app = app();
    let helper = Callback::new("count", || 1);
    for name in ["Count", "counts", "", "callback", "count "] {
        assert_eq!(failure(app.object(&helper).invoke(name, "[]")).0, "not_found", "{name:?}");
    }
}

#[test]
fn two_callbacks_are_two_objects() {
    let app = app();
    let first = Callback::new("first", || 1);
    let second = Callback::new("second", || 2);
    assert_eq!(app.object(&first).invoke("first", "[]"), Ok("1".to_owned()));
    assert_eq!(app.object(&second).invoke("second", "[]"), Ok("2".to_owned()));
    assert_eq!(failure(app.object(&first).invoke("second", "[]")).0, "not_found");
    assert_ne!(first.id(), second.id());
}

#[test]
fn a_disposed_callback_cannot_be_called_and_its_closure_is_dropped() {
    let peer = Peer::new();
    let deaths = Deaths::new();
    let witness = deaths.witness();
    let helper = Callback::new("f", move || {
        let _ = &witness;
    });
    peer.js().send("f", (helper,)).unwrap();
    peer.call();
    assert_eq!(deaths.count(), 0, "JavaScript holds it");

    peer.host().begin_invoke(Some(1), Invocation::on_object(1, "f", "[]")).unwrap();
    assert_eq!(peer.result(1).json(), "null");
    peer.host().begin_invoke(Some(2), Invocation::on_object(1, "__Dispose", "null")).unwrap();
    assert_eq!(peer.result(2).json(), "null");

    assert_eq!(deaths.count(), 1);
    peer.host().begin_invoke(Some(3), Invocation::on_object(1, "f", "[]")).unwrap();
    let Some(Outgoing::EndInvoke { result, .. }) = peer.message() else { panic!("an answer") };
    assert_eq!(failure(result.map_err(|failure| *failure)).0, "object_disposed");
}

#[test]
fn a_closure_that_panics_fails_its_call_alone() {
    let app = app();
    let helper = Callback::new("f", |panics: bool| assert!(!panics, "boom"));
    let object = app.object(&helper);
    assert_eq!(failure(object.invoke("f", "[true]")).0, "internal");
    assert_eq!(object.invoke("f", "[false]"), Ok("null".to_owned()));
}

#[test]
fn a_closure_takes_and_returns_bytes_and_references() {
    let app = app();
    let shared = Callback::new("inner", || 42);
    let kept = shared.clone();
    let outer = Callback::new("outer", move |bytes: Vec<u8>| (kept.clone(), bytes));
    let (inner, bytes): (Callback, Vec<u8>) = app.object(&outer).call("outer", (vec![1u8, 2],)).unwrap();
    assert_eq!(bytes, [1, 2]);
    assert_eq!(inner.id(), shared.id());
    assert_eq!(app.object(&inner).call::<i32>("inner", ()), Ok(42));
}

#[test]
fn javascript_calls_the_closure_that_rust_hands_over() {
    let script = Script::new().async_function("click", |call| async move {
        let (handler,): (Callback,) = call.args()?;
        let text: String = call.app().object(&handler).call_async("onClick", ("button",)).await?;
        call.returns(text)
    });
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    let clicked = block_on(app.run(async {
        let js: JsRuntime = app.circuit().js();
        let handler = Callback::new("onClick", |name: String| format!("{name} clicked"));
        js.invoke::<String>("click", (handler,)).await
    }));
    assert_eq!(clicked, Ok("button clicked".to_owned()));
}

#[test]
fn debug_output_of_a_callback_is_its_name() {
    assert_eq!(format!("{:?}", Callback::new("onClick", || {})), "Callback(onClick)");
}
