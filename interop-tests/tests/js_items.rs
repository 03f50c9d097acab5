//! Streams of values from JavaScript.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::collections::VecDeque;

use futures_executor::block_on;
use futures_util::{StreamExt as _, TryStreamExt as _};
use interop_core::host::{CircuitHost, JsInvocation, Outgoing};
use interop_core::{ByteBuffer, JsError, JsItems, State, js_invokable};
use interop_tests::{Gate, app, detailed, failure};
use serde::Deserialize;

interop_core::assembly!("Tests");

#[js_invokable]
pub async fn sum(numbers: JsItems<u64>) -> Result<u64, JsError> {
    numbers.try_fold(0, |sum, number| async move { Ok(sum + number) }).await
}

#[derive(Deserialize)]
pub struct Upload {
    name: String,
    rows: JsItems<(u32, ByteBuffer)>,
}

#[js_invokable]
pub async fn upload(upload: Upload) -> Result<String, JsError> {
    let rows: Vec<_> = upload.rows.map_ok(|(row, bytes)| format!("{row}:{}", bytes.len())).try_collect().await?;
    Ok(format!("{} {}", upload.name, rows.join(" ")))
}

/// Reads everything, including errors, as texts.
#[js_invokable]
pub async fn texts(items: JsItems<u8>) -> Vec<String> {
    items.map(|item| item.map_or_else(|_| "error".to_owned(), |item| item.to_string())).collect().await
}

#[js_invokable]
pub async fn first(mut items: JsItems<u32>, gate: State<Gate>) -> Option<u32> {
    let first = items.next().await.and_then(Result::ok);
    gate.pass().await;
    first
}

#[test]
fn an_array_is_a_stream_too() {
    let app = app();
    assert_eq!(block_on(app.call_async::<u64>("Tests", "sum", ([1, 2, 3],))).unwrap(), 6);
    let refused = block_on(app.call_async::<u64>("Tests", "sum", ("x",)));
    assert_eq!(failure(refused).0, "invalid_arguments");
    let refused = block_on(app.call_async::<u64>("Tests", "sum", ([-1],)));
    assert_eq!(failure(refused).0, "invalid_arguments");
}

/// A client that answers requests for items, and notes what it was asked.
struct Page {
    host: CircuitHost,
    answers: VecDeque<&'static str>,
    requests: Vec<String>,
    disposed: Vec<String>,
    result: Option<Result<String, String>>,
}

impl Page {
    fn call(method: &str, args: &str, answers: &[&'static str]) -> Self {
        let host = CircuitHost::builder().options(detailed()).state(Gate::new()).build();
        let mut page =
            Self { host, answers: answers.iter().copied().collect(), requests: vec![], disposed: vec![], result: None };
        let call = interop_core::host::Invocation::on_assembly("Tests", method, args);
        page.host.begin_invoke(Some(1), call).unwrap();
        page.run();
        page
    }

    fn run(&mut self) {
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        while let std::task::Poll::Ready(Some(message)) = self.host.poll_outgoing(&mut cx) {
            match message {
                Outgoing::BeginInvokeJs(call) => self.receive(&call),
                Outgoing::EndInvoke { result, .. } => {
                    let result =
                        result.map(|reply| reply.json().to_owned()).map_err(|failure| failure.code.into_owned());
                    self.result = Some(result);
                }
                other => panic!("{other:?}"),
            }
        }
    }

    fn receive(&mut self, call: &JsInvocation) {
        if call.identifier == "DotNet.disposeJSObjectReferenceById" {
            self.disposed.push(call.args.clone());
            return;
        }
        assert_eq!((&*call.identifier, call.target_id), ("next", 7));
        self.requests.push(call.args.clone());
        if let Some(answer) = self.answers.pop_front() {
            let succeeded = answer.starts_with('{');
            self.host.end_invoke_js(&format!("[{},{succeeded},{answer}]", call.task_id)).unwrap();
        }
    }
}

#[test]
fn items_are_requested_until_the_end_and_the_source_is_released() {
    let page = Page::call(
        "sum",
        r#"[{"__jsItems":7}]"#,
        &[r#"{"items":[1,2],"done":false}"#, r#"{"done":false,"items":[ 3 ]}"#, r#"{"items":[4],"done":true}"#],
    );
    assert_eq!(page.result, Some(Ok("10".to_owned())));
    assert_eq!(page.disposed, ["[7]"]);
    assert_eq!(page.requests[0], "[16]");
    assert_eq!(page.requests.len(), 3);
}

#[test]
fn items_are_requested_no_further_than_16_ahead() {
    let full = r#"{"items":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15],"done":false}"#;
    let mut page = Page::call("first", r#"[{"__jsItems":7}]"#, &[full, full, full]);
    assert_eq!(page.requests, ["[16]"]);
    assert_eq!(page.result, None);
    page.host.cancel(1);
    page.run();
    assert_eq!(page.disposed, ["[7]"]);
}

#[test]
fn what_javascript_throws_comes_after_the_items_before_it_and_is_the_last_one() {
    let page = Page::call("texts", r#"[{"__jsItems":7}]"#, &[r#"{"items":[1,2],"done":false}"#, r#""broken""#]);
    assert_eq!(page.result, Some(Ok(r#"["1","2","error"]"#.to_owned())));
    assert_eq!(page.disposed, ["[7]"]);
}

#[test]
fn an_item_of_another_type_is_an_error_and_the_stream_continues() {
    let page = Page::call("texts", r#"[{"__jsItems":7}]"#, &[r#"{"items":[1,"x",300,4],"done":true}"#]);
    assert_eq!(page.result, Some(Ok(r#"["1","error","error","4"]"#.to_owned())));
}

#[test]
fn malformed_answers_end_the_stream_with_an_error() {
    for answer in [
        r#"{"items":[],"done":false}"#,
        r#"{"items":[1]}"#,
        r#"{"items":1,"done":true}"#,
        "{}",
        r#"{"items":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"done":false}"#,
    ] {
        let page = Page::call("texts", r#"[{"__jsItems":7}]"#, &[answer, r#"{"items":[1],"done":true}"#]);
        assert_eq!(page.result, Some(Ok(r#"["error"]"#.to_owned())), "{answer}");
        assert_eq!(page.disposed, ["[7]"], "{answer}");
    }
}

#[test]
fn a_waiting_stream_ends_with_its_circuit() {
    let mut page = Page::call("sum", r#"[{"__jsItems":7}]"#, &[]);
    assert_eq!(page.requests, ["[16]"]);
    page.host.close();
    page.run();
    assert_eq!(page.result, None);
}

#[test]
fn a_stream_that_is_never_read_is_released() {
    let page = Page::call("unread", r#"[{"__jsItems":7}]"#, &[]);
    assert_eq!(page.result, Some(Ok("null".to_owned())));
    assert_eq!((page.requests.len(), &*page.disposed), (0, &["[7]".to_owned()][..]));
    // An argument that does not fit is released with the others.
    let page = Page::call("sum", r#"[{"__jsItems":7},8]"#, &[]);
    assert_eq!(page.result, Some(Err("invalid_arguments".to_owned())));
}

#[js_invokable]
pub fn unread(_items: JsItems<u32>) {}

#[test]
fn streams_are_inside_of_arguments() {
    let page = Page::call(
        "upload",
        r#"[{"name":"a","rows":{"__jsItems":7}}]"#,
        &[r#"{"items":[[1,"AQI="],[2,[1]]],"done":true}"#],
    );
    assert_eq!(page.result, Some(Ok(r#""a 1:2 2:1""#.to_owned())));
}

#[test]
fn ids_that_are_none_are_refused() {
    for mark in
        [r#"{"__jsItems":-1}"#, r#"{"__jsItems":"x"}"#, r#"{"__jsItems":7,"more":1}"#, r#"{"!__jsItems":7}"#, "{}", "7"]
    {
        let page = Page::call("sum", &format!("[{mark}]"), &[]);
        assert_eq!(page.result, Some(Err("invalid_arguments".to_owned())), "{mark}");
    }
}
