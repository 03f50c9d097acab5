//! Typed proxies for JavaScript objects: what their methods call, and where the objects come from.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::Mutex;
use std::time::Duration;

use interop_core::host::{CircuitHost, Invocation, JsCallResultType, JsCallType};
use interop_core::testing::Script;
use interop_core::{InProcess, JsError, JsObjectReference, JsRuntime, State, js_interface, js_invokable};
use serde::{Deserialize, Serialize};
use two_way_tests::{Peer, detailed, is_pending, now};

interop_core::assembly!("Tests");

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Size {
    width: u32,
}

/// Draws charts.
#[js_interface]
pub trait Charts {
    async fn draw(&self, data: &[f64], title: Option<&str>) -> Result<Size, JsError>;
    async fn clear_all(&self) -> Result<(), JsError>;
    fn size(&self, of: &str) -> Result<Size, JsError>;
    fn show_message(&self, text: &str);
    #[js(send, name = "post")]
    fn send_message(&self, text: &str) -> Result<(), JsError>;
    async fn child(&self) -> Result<Charts, JsError>;
    async fn parent(&self) -> Result<Option<Charts>, JsError>;
    async fn children(&self) -> Result<Vec<Charts>, JsError>;
    async fn replace(&self, other: &Charts) -> Result<(), JsError>;
}

/// Keeps its names.
#[js_interface(rename_all = "snake_case")]
pub trait Unrenamed {
    fn show_message(&self);
}

#[derive(Serialize, Deserialize)]
pub struct Passed {
    charts: Charts,
    others: Vec<Option<Charts>>,
}

pub type Kept = Mutex<Vec<Charts>>;

#[js_invokable]
pub fn keep(passed: Passed, kept: State<Kept>) {
    kept.lock().unwrap().push(passed.charts);
    kept.lock().unwrap().extend(passed.others.into_iter().flatten());
}

#[js_invokable]
pub fn give_back(charts: Charts) -> Charts {
    charts
}

#[js_invokable]
pub fn size_now(js: JsRuntime) -> Result<u32, JsError> {
    Ok(Charts::at(&js, "app.charts").size("all")?.width)
}

fn peer() -> Peer {
    Peer::of(CircuitHost::builder().options(detailed()).state(Kept::default()))
}

/// A proxy for an object that is the result of a call.
#[track_caller]
fn requested(peer: &Peer, id: u64) -> Charts {
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, &format!(r#"{{"__jsObjectId":{id}}}"#));
    Charts::from(now(call).expect("a reference"))
}

#[test]
fn a_method_calls_the_object_by_its_name_in_javascript() {
    let peer = peer();
    let charts = requested(&peer, 12);
    let size = charts.draw(&[1.0, 2.5], Some("Sales"));
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.target_id), ("draw", 12));
    assert_eq!((call.args.as_str(), call.call_type), (r#"[[1.0,2.5],"Sales"]"#, JsCallType::FunctionCall));
    peer.succeeds(call.task_id, r#"{"width":3}"#);
    assert_eq!(now(size), Ok(Size { width: 3 }));

    let cleared = charts.clear_all();
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.args.as_str()), ("clearAll", "[]"));
    assert_eq!(call.result_type, JsCallResultType::JsVoidResult);
    peer.fails(call.task_id, r#""locked""#);
    assert_eq!(now(cleared), Err(JsError::JavaScript { message: "locked".to_owned() }));

    Unrenamed::at(&peer.js(), "app").show_message();
    assert_eq!(peer.call().identifier, "app.show_message");
}

#[test]
fn a_call_is_sent_at_once_and_has_the_options_of_any_call() {
    let peer = peer();
    let charts = requested(&peer, 1);
    let mut call = charts.clear_all().timeout(Duration::from_secs(1));
    assert_eq!(peer.call().identifier, "clearAll");
    assert!(is_pending(&mut call));
    drop(call);
    let cancelled = charts.clear_all().until(std::future::ready(()));
    assert_eq!(now(cancelled), Err(JsError::Cancelled));
}

#[test]
fn a_method_without_a_result_is_not_answered() {
    let peer = peer();
    let charts = requested(&peer, 12);
    charts.show_message("hello");
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.args.as_str(), call.task_id), ("showMessage", r#"["hello"]"#, 0));
    assert_eq!(charts.send_message("hello"), Ok(()));
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.task_id, call.target_id), ("post", 0, 12));

    peer.host().close();
    charts.show_message("lost");
    assert_eq!(charts.send_message("lost"), Err(JsError::Disconnected));
}

#[test]
fn a_method_that_is_not_async_is_called_synchronously_where_the_host_can() {
    let peer = peer();
    assert_eq!(Charts::at(&peer.js(), "app.charts").size("all"), Err(JsError::NotSynchronous));

    let script = Script::new().function("app.charts.size", |call| {
        let (of,): (String,) = call.args()?;
        assert_eq!(of, "all");
        call.returns(Size { width: 7 })
    });
    let app = InProcess::builder().options(detailed()).javascript(script).synchronous_javascript().build();
    assert_eq!(app.call::<u32>("Tests", "size_now", ()).unwrap(), 7);
}

#[test]
fn a_module_is_imported_as_a_proxy_and_released_with_it() {
    let peer = peer();
    let imported = Charts::import(&peer.js(), "./charts.js");
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.args.as_str()), ("import", r#"["./charts.js"]"#));
    assert_eq!(call.result_type, JsCallResultType::JsObjectReference);
    peer.succeeds(call.task_id, r#"{"__jsObjectId":5}"#);
    let charts = now(imported).unwrap();
    charts.clone().show_message("hello");
    assert_eq!(peer.call().target_id, 5);
    peer.says_nothing();
    drop(charts);
    assert_eq!(peer.disposals(), ["[5]"]);
}

#[test]
fn a_path_is_looked_up_for_each_call_and_cannot_be_sent() {
    let peer = peer();
    let charts = Charts::at(&peer.js(), "app.charts");
    charts.show_message("hello");
    let call = peer.call();
    assert_eq!((call.identifier.as_str(), call.target_id), ("app.charts.showMessage", 0));
    let sent = requested(&peer, 3).replace(&charts);
    let error = now(sent).unwrap_err();
    assert!(matches!(&error, JsError::Arguments(text) if text.contains("`app.charts`")), "{error}");
}

#[test]
fn a_proxy_that_javascript_passes_belongs_to_rust() {
    let peer = peer();
    let args = r#"[{"charts":{"__jsObjectId":7},"others":[null,{"__jsObjectId":8}]}]"#;
    peer.host().begin_invoke(None, Invocation::on_assembly("Tests", "keep", args)).unwrap();
    let kept = std::mem::take(&mut *peer.circuit().state::<Kept>().unwrap().lock().unwrap());
    for (charts, id) in kept.iter().zip([7, 8]) {
        charts.show_message("done");
        assert_eq!(peer.call().target_id, id);
    }
    assert_eq!(kept.len(), 2);
    peer.says_nothing();
    drop(kept);
    assert_eq!(peer.disposals(), ["[7]", "[8]"]);
}

#[test]
fn a_proxy_is_sent_as_the_object_itself() {
    let peer = peer();
    let charts = requested(&peer, 7);
    let other = requested(&peer, 8);
    let replaced = other.replace(&charts);
    assert_eq!(peer.call().args, r#"[{"__jsObjectId":7}]"#);
    drop(replaced);
    peer.host()
        .begin_invoke(Some(1), Invocation::on_assembly("Tests", "give_back", r#"[{"__jsObjectId":9}]"#))
        .unwrap();
    // JavaScript is told to forget the object after it has found it in the result.
    assert_eq!(peer.result(1).json(), r#"{"__jsObjectId":9}"#);
    assert_eq!(peer.disposals(), ["[9]"]);
}

#[test]
fn a_result_that_is_a_proxy_is_requested_as_a_reference() {
    let peer = peer();
    let charts = requested(&peer, 1);
    let child = charts.child();
    let call = peer.call();
    assert_eq!(call.result_type, JsCallResultType::JsObjectReference);
    peer.succeeds(call.task_id, r#"{"__jsObjectId":2}"#);
    now(child).unwrap().show_message("hello");
    assert_eq!(peer.call().target_id, 2);
    assert_eq!(peer.disposals(), ["[2]"]);

    let parent = charts.parent();
    let call = peer.call();
    assert_eq!(call.result_type, JsCallResultType::JsObjectReference);
    peer.succeeds(call.task_id, r#"{"__jsObjectId":-1}"#);
    assert!(now(parent).unwrap().is_none());

    let children = charts.children();
    let call = peer.call();
    assert_eq!(call.result_type, JsCallResultType::Default);
    peer.succeeds(call.task_id, r#"[{"__jsObjectId":3}]"#);
    assert_eq!(now(children).unwrap().len(), 1);
}

#[test]
fn a_disposed_object_is_an_error() {
    let peer = peer();
    let call = peer.js().invoke::<JsObjectReference>("f", ());
    peer.succeeds(peer.call().task_id, r#"{"__jsObjectId":4}"#);
    let reference = now(call).unwrap();
    let charts = Charts::from(reference.clone());
    reference.dispose();
    assert_eq!(now(charts.clear_all()), Err(JsError::Disposed));
    assert_eq!(charts.send_message("lost"), Err(JsError::Disposed));
    assert_eq!(format!("{charts:?}"), "Charts(JsObjectReference(4))");
    assert_eq!(format!("{:?}", Charts::at(&peer.js(), "app.charts")), "Charts(app.charts)");
}
