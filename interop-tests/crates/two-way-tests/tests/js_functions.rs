//! JavaScript functions that Rust receives: how they are called, who releases them, and what refuses them.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value, clippy::missing_panics_doc)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_executor::block_on;
use interop_core::testing::{PageFunction, Script, ScriptError};
use interop_core::{
    ByteBuffer, CallError, CallFailure, CircuitOptions, FromCall, InProcess, JsError, JsFunction, JsObjectReference,
    State, js_invokable,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

interop_core::assembly!("Functions");

type Adder = JsFunction<(i32, i32), i32>;
type Slot = Arc<Mutex<Vec<Adder>>>;

#[derive(Deserialize)]
pub struct Chart {
    title: String,
    on_click: Option<Adder>,
    #[serde(default)]
    handlers: BTreeMap<String, Vec<Adder>>,
}

#[derive(Deserialize)]
pub struct Titled {
    title: String,
}

#[js_invokable]
pub async fn add(f: Adder, a: i32, b: i32) -> Result<i32, JsError> {
    f.call((a, b)).await
}

#[js_invokable]
pub async fn add_all(chart: Chart) -> Result<(String, Vec<i32>), JsError> {
    let mut sums = Vec::new();
    for f in chart.on_click.iter().chain(chart.handlers.values().flatten()) {
        sums.push(f.call((40, 2)).await?);
    }
    Ok((chart.title, sums))
}

#[js_invokable]
pub fn keep(f: Adder, slot: State<Slot>) {
    slot.lock().unwrap().push(f);
}

#[js_invokable]
pub async fn call_kept(slot: State<Slot>) -> Result<i32, CallError> {
    let kept = slot.lock().unwrap().pop().unwrap();
    kept.call((40, 2)).await.map_err(|error| CallError::new("js", error))
}

#[js_invokable]
pub fn keep_and_fail(f: Adder, slot: State<Slot>) -> Result<(), CallError> {
    slot.lock().unwrap().push(f);
    Err(CallError::new("kept", "the function is kept"))
}

#[js_invokable]
pub fn echo(f: Adder) -> Adder {
    f
}

#[js_invokable]
pub fn title(chart: Titled) -> String {
    chart.title
}

#[js_invokable]
pub fn text(_text: String) {}

#[js_invokable]
pub fn number(_number: i32) {}

#[js_invokable]
pub fn value(_value: Value) {}

#[js_invokable]
pub fn values(_values: Vec<BTreeMap<String, Value>>) {}

#[js_invokable]
#[expect(clippy::boxed_local, reason = "serde_json reads raw values only into boxes")]
pub fn raw(_raw: Box<serde_json::value::RawValue>) {}

#[js_invokable]
pub fn object(_object: Option<JsObjectReference>) {}

#[js_invokable]
pub fn count(functions: Vec<Adder>) -> usize {
    functions.len()
}

pub struct Never;

impl FromCall for Never {
    type Refusal = CallError;

    fn from_call(_: &interop_core::CallInfo<'_>) -> Result<Self, CallError> {
        Err(CallError::new("never", "never"))
    }
}

#[js_invokable]
pub async fn refused(_f: Adder, _never: Never) {}

#[derive(Serialize, Deserialize)]
pub struct Found {
    bytes: ByteBuffer,
    undo: JsFunction<(), String>,
}

#[js_invokable]
pub async fn search(f: JsFunction<(ByteBuffer,), Found>) -> Result<(usize, String), JsError> {
    let found = f.call((vec![1, 2, 3].into(),)).await?;
    Ok((found.bytes.len(), found.undo.call(()).await?))
}

fn adding(script: Script, id: u64) -> Script {
    script.page_function(id, |call| {
        let (a, b): (i32, i32) = call.args()?;
        call.returns(a + b)
    })
}

fn app() -> (InProcess, Slot) {
    app_with(CircuitOptions::default())
}

fn app_with(options: CircuitOptions) -> (InProcess, Slot) {
    let slot = Slot::default();
    let script = (1..=4).fold(Script::new(), adding);
    (InProcess::builder().options(options).state(Arc::clone(&slot)).javascript(script).build(), slot)
}

fn call<R: serde::de::DeserializeOwned>(app: &InProcess, method: &str, args: impl Serialize) -> Result<R, CallFailure> {
    block_on(app.call_async("Functions", method, args))
}

/// Calls a function in a circuit that is driven.
fn called(app: &InProcess, slot: &Slot, function: &Adder) -> Result<i32, String> {
    slot.lock().unwrap().push(function.clone());
    call(app, "call_kept", ()).map_err(|failure| failure.message)
}

fn released(app: &InProcess) -> Vec<u64> {
    app.settle();
    app.disposed_js_objects()
}

#[test]
fn a_function_is_called_and_released_after_the_call() {
    let (app, _) = app();
    assert_eq!(call::<i32>(&app, "add", (PageFunction(1), 40, 2)), Ok(42));
    assert_eq!(released(&app), [1]);
}

#[derive(Serialize)]
struct Handled {
    title: &'static str,
    on_click: PageFunction,
    handlers: BTreeMap<&'static str, Vec<PageFunction>>,
}

#[test]
fn functions_are_received_at_any_depth() {
    let (app, _) = app();
    let chart = json!({ "title": "t", "on_click": null, "handlers": {} });
    assert_eq!(call::<(String, Vec<i32>)>(&app, "add_all", (chart,)), Ok(("t".to_owned(), vec![])));

    let handlers = BTreeMap::from([("x", vec![PageFunction(2), PageFunction(3)])]);
    let chart = Handled { title: "t", on_click: PageFunction(1), handlers };
    assert_eq!(call::<(String, Vec<i32>)>(&app, "add_all", (chart,)), Ok(("t".to_owned(), vec![42, 42, 42])));
    let mut ids = released(&app);
    ids.sort_unstable();
    assert_eq!(ids, [1, 2, 3]);
}

#[test]
fn a_function_is_released_with_its_last_clone_and_not_before() {
    let (app, slot) = app();
    call::<()>(&app, "keep", (PageFunction(1),)).unwrap();
    let kept = slot.lock().unwrap().pop().unwrap();
    let clone = kept.clone();
    drop(kept);
    assert!(released(&app).is_empty());
    assert_eq!(called(&app, &slot, &clone), Ok(42));
    drop(clone);
    assert_eq!(released(&app), [1]);
}

#[test]
fn a_function_that_a_failing_method_keeps_is_not_released() {
    let (app, slot) = app();
    assert_eq!(call::<()>(&app, "keep_and_fail", (PageFunction(1),)).unwrap_err().code, "kept");
    assert!(released(&app).is_empty());
    let kept = slot.lock().unwrap().pop().unwrap();
    assert_eq!(called(&app, &slot, &kept), Ok(42));
}

#[test]
fn a_disposed_function_and_one_of_an_ended_circuit_cannot_be_called() {
    let (app, slot) = app();
    call::<()>(&app, "keep", (PageFunction(1),)).unwrap();
    call::<()>(&app, "keep", (PageFunction(2),)).unwrap();
    let (second, first) = {
        let mut slot = slot.lock().unwrap();
        (slot.pop().unwrap(), slot.pop().unwrap())
    };
    let clone = first.clone();
    first.dispose();
    first.dispose();
    assert!(clone.is_disposed());
    assert_eq!(block_on(clone.call((1, 2))), Err(JsError::Disposed));
    assert_eq!(clone.call_sync((1, 2)), Err(JsError::Disposed));
    assert_eq!(clone.send((1, 2)), Err(JsError::Disposed));
    assert_eq!(released(&app), [1]);

    drop(app);
    assert_eq!(block_on(second.call((1, 2))), Err(JsError::Disconnected));
    assert_eq!(second.send((1, 2)), Err(JsError::Disconnected));
}

#[test]
fn arguments_and_results_contain_bytes_and_functions() {
    let script = Script::new()
        .page_function(1, |call| {
            #[derive(Serialize)]
            struct Found {
                bytes: ByteBuffer,
                undo: PageFunction,
            }
            let (bytes,): (ByteBuffer,) = call.args()?;
            call.returns(Found { bytes, undo: PageFunction(2) })
        })
        .page_function(2, |call| call.returns("undone"));
    let app = InProcess::builder().javascript(script).build();
    assert_eq!(call::<(usize, String)>(&app, "search", (PageFunction(1),)), Ok((3, "undone".to_owned())));
    let mut ids = released(&app);
    ids.sort_unstable();
    assert_eq!(ids, [1, 2]);
}

#[test]
fn what_a_function_throws_and_a_result_that_does_not_fit_are_errors() {
    let script = Script::new()
        .page_function(1, |_| Err(ScriptError("no".to_owned())))
        .page_function(2, |call| call.returns("text"))
        .page_function(3, |call| call.returns(PageFunction(9)));
    let slot = Slot::default();
    let app = InProcess::builder().state(Arc::clone(&slot)).javascript(script).build();
    for (id, expected) in [(1, "no"), (2, "expected i32, got a string"), (3, "expected i32, got an object")] {
        call::<()>(&app, "keep", (PageFunction(id),)).unwrap();
        let function = slot.lock().unwrap().pop().unwrap();
        let error = called(&app, &slot, &function).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
    assert!(released(&app).contains(&9));
}

#[test]
fn a_caller_can_stop_waiting_for_a_function() {
    let script = Script::new().page_function(1, |call| call.returns(1));
    let slot = Slot::default();
    let app = InProcess::builder().state(Arc::clone(&slot)).javascript(script).build();
    call::<()>(&app, "keep", (PageFunction(1),)).unwrap();
    let function = slot.lock().unwrap().pop().unwrap();
    // Nothing drives the circuit, so no answer comes.
    let error = block_on(function.call((1, 2)).until(std::future::ready(()))).unwrap_err();
    assert_eq!(error, JsError::Cancelled);
}

#[test]
fn only_parameters_for_functions_accept_them_and_all_others_release_them() {
    let (app, _) = app();
    for (at, (method, args)) in [
        ("text", r#"[{"__jsFunction":0}]"#),
        ("number", r#"[{"__jsFunction":0}]"#),
        ("value", r#"[{"__jsFunction":0}]"#),
        ("value", r#"[{"a":[1,{"f":{"__jsFunction":0}}]}]"#),
        ("values", r#"[[{"f":{"__jsFunction":0}}]]"#),
        ("object", r#"[{"__jsFunction":0}]"#),
        ("title", r#"[{"__jsFunction":0}]"#),
        ("missing", r#"[{"__jsFunction":0}]"#),
        ("title", r#"[{"title":"t"},{"__jsFunction":0}]"#),
        ("add", r#"[{"__jsFunction":0}]"#),
        ("refused", r#"[{"__jsFunction":0}]"#),
        ("raw", r#"[{"f":{"\u005f_jsFunction": 0}}]"#),
    ]
    .into_iter()
    .enumerate()
    {
        let id = 100 + at as u64;
        let failure =
            app.invoke("Functions", method, &args.replace(": 0", ":0").replace(":0", &format!(":{id}"))).unwrap_err();
        assert!(released(&app).contains(&id), "{method} {args}: {failure:?}");
        match at {
            0..=6 => {
                assert_eq!(failure.code, "invalid_arguments", "{method} {args}");
                let data = failure.data.unwrap();
                assert_eq!((&data["index"], &data["found"]), (&json!(1), &json!("a function")), "{method} {args}");
            }
            7 => assert_eq!(failure.code, "not_found"),
            10 => assert_eq!(failure.code, "never"),
            _ => assert_eq!(failure.code, "invalid_arguments", "{method} {args}"),
        }
    }
    // A field that the type does not have is ignored, whatever it is.
    let with_more = r#"[{"title":"t","more":[{"__jsFunction":7}],"note":"__jsFunction"}]"#;
    assert_eq!(app.invoke("Functions", "title", with_more).unwrap(), r#""t""#);
    assert!(released(&app).contains(&7));
}

#[test]
fn what_is_no_function_is_refused_with_the_kind_that_is_expected() {
    let (app, _) = app();
    for (args, found) in [("[1]", "an integer"), (r#"["f"]"#, "a string"), ("[null]", "null"), ("[[]]", "an array")] {
        let failure = app.invoke("Functions", "echo", args).unwrap_err();
        let data = failure.data.unwrap();
        assert_eq!((&data["expected"], &data["found"]), (&json!("a JavaScript function"), &json!(found)));
    }
    for args in [
        r#"[{"__jsFunction":"x"}]"#,
        r#"[{"__jsFunction":-1}]"#,
        r#"[{"__jsFunction":1,"__jsObjectId":1}]"#,
        r#"[{"__jsStreamReferenceLength":1,"__jsObjectId":1}]"#,
        r#"[{"__dotNetObject":1}]"#,
        r#"[{"a":1}]"#,
    ] {
        assert_eq!(app.invoke("Functions", "echo", args).unwrap_err().code, "invalid_arguments", "{args}");
    }
}

#[test]
fn a_reference_is_accepted_as_a_function_and_a_function_goes_back_as_itself() {
    let (app, _) = app();
    assert_eq!(app.invoke("Functions", "echo", r#"[{"__jsObjectId":5}]"#).unwrap(), r#"{"__jsObjectId":5}"#);
    assert_eq!(app.invoke("Functions", "echo", r#"[{"__jsFunction":6}]"#).unwrap(), r#"{"__jsObjectId":6}"#);
    assert_eq!(released(&app), [5, 6]);
}

#[test]
fn more_functions_than_a_circuit_may_hold_are_refused_and_released() {
    let (app, _) = app_with(CircuitOptions::default().max_js_objects(10).max_argument_bytes(1 << 20));
    let args = |count: u64| {
        let functions: Vec<_> = (1..=count).map(|id| format!(r#"{{"__jsFunction":{id}}}"#)).collect();
        format!("[[{}]]", functions.join(","))
    };
    assert_eq!(app.invoke("Functions", "count", &args(10)).unwrap(), "10");
    assert_eq!(app.invoke("Functions", "count", &args(10_000)).unwrap_err().code, "limit_exceeded");
    let released: std::collections::BTreeSet<u64> = released(&app).into_iter().collect();
    assert_eq!(released.len(), 10_000);
    assert_eq!(app.invoke("Functions", "count", &args(10)).unwrap(), "10");
}
