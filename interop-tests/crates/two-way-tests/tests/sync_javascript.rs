//! Methods that call JavaScript synchronously, in a process whose script allows this, as a page does.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex};

use interop_core::host::JsCallType;
use interop_core::testing::Script;
use interop_core::{
    ByteBuffer, CircuitOptions, InProcess, JsError, JsObjectReference, JsRuntime, ObjectReference, interop_object,
    js_invokable,
};

#[js_invokable(assembly = "Sync", name = "Ask")]
pub fn ask(js: JsRuntime, name: &str) -> Result<String, JsError> {
    js.invoke_sync("askTitle", (name,))
}

#[js_invokable(assembly = "Sync", name = "Members")]
pub fn members(js: JsRuntime) -> Result<(String, String), JsError> {
    let url = js.construct_sync("URL", ("https://example.com/a?b",))?;
    let before: String = url.get_sync("pathname")?;
    url.set_sync("pathname", "/c")?;
    js.set_sync("document.title", "title")?;
    Ok((before, js.get_sync("document.title")?))
}

#[js_invokable(assembly = "Sync", name = "Reverse")]
pub fn reverse(js: JsRuntime, data: ByteBuffer) -> Result<ByteBuffer, JsError> {
    js.invoke_sync("reverse", (data,))
}

#[js_invokable(assembly = "Sync", name = "Down")]
pub fn down(js: JsRuntime, levels: u32) -> Result<u32, JsError> {
    if levels == 0 { Ok(0) } else { js.invoke_sync("down", (levels - 1,)) }
}

pub struct Counter(Mutex<i32>);

#[interop_object]
impl Counter {
    #[js_invokable(name = "Add")]
    pub fn add(&self, number: i32) -> i32 {
        let mut sum = self.0.lock().unwrap();
        *sum += number;
        *sum
    }
}

#[js_invokable(assembly = "Sync", name = "Lend")]
pub fn lend(js: JsRuntime) -> Result<i32, JsError> {
    let counter = ObjectReference::new(Counter(Mutex::new(40)));
    js.invoke_sync("addTwo", (&counter,))
}

fn app(script: Script) -> InProcess {
    let options = CircuitOptions::new().detailed_errors(true);
    InProcess::builder().options(options).javascript(script).synchronous_javascript().build()
}

#[test]
fn a_result_comes_at_once() {
    let app = app(Script::new().function("askTitle", |call| {
        let (name,): (String,) = call.args()?;
        call.returns(format!("Ms {name}"))
    }));
    assert_eq!(app.call::<String>("Sync", "Ask", ("Pond",)).unwrap(), "Ms Pond");
}

#[test]
fn constructors_and_properties_are_used_at_once() {
    let written = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&written);
    let title = move |call: interop_core::testing::ScriptCall| match call.call_type() {
        JsCallType::SetValue => {
            let (title,): (String,) = call.args()?;
            log.lock().unwrap().push(title);
            call.returns(())
        }
        _ => call.returns(log.lock().unwrap().last()),
    };
    let script = Script::new()
        .function("URL", |call| {
            assert_eq!(call.call_type(), JsCallType::ConstructorCall);
            call.returns_object(7)
        })
        .method(7, "pathname", |call| match call.call_type() {
            JsCallType::GetValue => call.returns("/a"),
            _ => call.returns(()),
        })
        .function("document.title", title);
    let app = app(script);
    assert_eq!(app.invoke("Sync", "Members", "[]").unwrap(), r#"["/a","title"]"#);
    assert_eq!(*written.lock().unwrap(), ["title"]);
    // The last reference to the object was dropped, and the next message follows its disposal.
    futures_executor::block_on(app.invoke_async("Sync", "Down", "[0]")).unwrap();
    assert_eq!(app.disposed_js_objects(), [7]);
}

#[test]
fn byte_arrays_travel_both_ways() {
    let app = app(Script::new().function("reverse", |call| {
        let (data,): (ByteBuffer,) = call.args()?;
        call.returns(ByteBuffer::from(data.iter().rev().copied().collect::<Vec<u8>>()))
    }));
    let reversed: ByteBuffer = app.call("Sync", "Reverse", (ByteBuffer::from(vec![1, 2, 3]),)).unwrap();
    assert_eq!(*reversed, [3, 2, 1]);
}

#[test]
fn both_sides_call_each_other_in_the_midst_of_calls() {
    let script = Script::new()
        .function("down", |call| {
            let (levels,): (u32,) = call.args()?;
            let below: u32 = call.app().call("Sync", "Down", (levels,))?;
            call.returns(below + 1)
        })
        .function("addTwo", |call| {
            let (counter,): (ObjectReference<Counter>,) = call.args()?;
            let sum: i32 = call.app().object(&counter).call("Add", (2,))?;
            call.returns(sum)
        });
    let app = app(script);
    assert_eq!(app.call::<u32>("Sync", "Down", (20,)).unwrap(), 20);
    assert_eq!(app.call::<i32>("Sync", "Lend", ()).unwrap(), 42);
}

#[test]
fn what_javascript_throws_fails_the_call() {
    let app = app(Script::new().function("askTitle", |_| Err("there are no titles".into())));
    let failure = app.call::<String>("Sync", "Ask", ("Pond",)).unwrap_err();
    assert!(failure.message.contains("there are no titles"), "{}", failure.message);
}

#[test]
fn a_promise_is_no_value() {
    let app = app(Script::new().async_function("askTitle", |call| async move {
        std::future::pending::<()>().await;
        call.returns("never")
    }));
    let failure = app.call::<String>("Sync", "Ask", ("Pond",)).unwrap_err();
    assert!(failure.message.contains("'askTitle' is asynchronous"), "{}", failure.message);
}

#[test]
fn a_disposed_object_is_not_called() {
    let app = app(Script::new().function("URL", |call| call.returns_object(7)));
    let js = app.circuit().js();
    let url: JsObjectReference = js.construct_sync("URL", ("https://example.com",)).unwrap();
    url.dispose();
    assert_eq!(url.invoke_sync::<()>("toString", ()), Err(JsError::Disposed));
    assert_eq!(url.construct_sync("Part", ()).unwrap_err(), JsError::Disposed);
    assert_eq!(url.get_sync::<String>("pathname"), Err(JsError::Disposed));
    assert_eq!(url.set_sync("pathname", "/"), Err(JsError::Disposed));
}

#[test]
fn without_being_asked_a_process_is_like_a_server() {
    let app = InProcess::builder().javascript(Script::new().function("askTitle", |call| call.returns("Ms"))).build();
    let error = app.circuit().js().invoke_sync::<String>("askTitle", ("Pond",)).unwrap_err();
    assert_eq!(error, JsError::NotSynchronous);
}
