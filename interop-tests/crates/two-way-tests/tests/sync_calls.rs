//! Synchronous calls to JavaScript, on hosts that support them.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, HostServices, Invocation, JsCallResultType, JsInvocation, Outgoing, Reply};
use interop_core::{ByteBuffer, Callback, CircuitOptions, JsError, JsObjectReference, JsRuntime, js_invokable};
use serde::de::DeserializeOwned;
use two_way_tests::{detailed, within_seconds};

interop_core::assembly!("Tests");

type Function = Box<dyn Fn(&CircuitHost, &JsInvocation) -> Result<String, String> + Send + Sync>;

/// A page that runs in this thread, with one function.
#[derive(Clone)]
struct Page(Arc<Inside>);

struct Inside {
    host: OnceLock<Weak<CircuitHost>>,
    function: Function,
    calls: Mutex<Vec<JsInvocation>>,
}

impl HostServices for Page {
    fn invoke_js(&self, call: &JsInvocation) -> Option<Result<String, String>> {
        self.0.calls.lock().unwrap_or_else(PoisonError::into_inner).push(call.clone());
        let host = self.0.host.get()?.upgrade()?;
        Some((self.0.function)(&host, call))
    }
}

fn page(
    function: impl Fn(&CircuitHost, &JsInvocation) -> Result<String, String> + Send + Sync + 'static,
) -> (Arc<CircuitHost>, Page) {
    page_with(detailed(), function)
}

fn page_with(
    options: CircuitOptions,
    function: impl Fn(&CircuitHost, &JsInvocation) -> Result<String, String> + Send + Sync + 'static,
) -> (Arc<CircuitHost>, Page) {
    let inside = Inside { host: OnceLock::new(), function: Box::new(function), calls: Mutex::default() };
    let page = Page(Arc::new(inside));
    let host = Arc::new(CircuitHost::builder().options(options).services(page.clone()).build());
    page.0.host.set(Arc::downgrade(&host)).unwrap();
    (host, page)
}

fn js(host: &CircuitHost) -> JsRuntime {
    host.circuit().js()
}

fn returns<R: DeserializeOwned>(json: &'static str) -> Result<R, JsError> {
    let (host, _) = page(move |_, _| Ok(json.to_owned()));
    js(&host).invoke_sync("f", ())
}

#[test]
fn a_synchronous_call_returns_its_result() {
    let (host, page) = page(|_, call| Ok(call.args.clone()));
    let result: (i32, String) = js(&host).invoke_sync("echo", (1, "two")).unwrap();
    assert_eq!(result, (1, "two".to_owned()));
    let calls = page.0.calls.lock().unwrap();
    assert_eq!((calls[0].task_id, calls[0].identifier.as_str(), calls[0].target_id), (0, "echo", 0));
    assert_eq!(calls[0].result_type, JsCallResultType::Default);
}

#[test]
fn results_are_read_by_their_type() {
    assert_eq!(returns::<i32>("42"), Ok(42));
    assert_eq!(returns::<()>("42"), Ok(()), "nothing was asked for");
    assert_eq!(returns::<Option<i32>>("null"), Ok(None));
    assert!(matches!(returns::<i32>(r#""x""#), Err(JsError::Result(_))));
    assert!(matches!(returns::<i32>("4 2"), Err(JsError::Result(_))));
    assert!(matches!(returns::<i32>(""), Err(JsError::Result(_))));
}

#[test]
fn an_error_is_passed_on() {
    let (host, _) = page(|_, _| Err("it broke".to_owned()));
    let error = js(&host).invoke_sync::<i32>("f", ()).unwrap_err();
    assert_eq!(error, JsError::JavaScript { message: "it broke".to_owned() });
}

#[test]
fn members_of_objects_are_called_synchronously() {
    let (host, page) = page(|_, call| {
        Ok(if call.result_type == JsCallResultType::JsObjectReference { r#"{"__jsObjectId":7}"# } else { "1" }
            .to_owned())
    });
    let object: JsObjectReference = js(&host).invoke_sync("make", ()).unwrap();
    assert_eq!(object.invoke_sync::<i32>("get", ()), Ok(1));
    assert_eq!(page.0.calls.lock().unwrap()[1].target_id, 7);
}

#[test]
fn byte_arrays_go_and_come() {
    let (host, _) = page(|host, call| {
        assert_eq!(call.args, r#"[{"__byte[]":1}]"#);
        host.receive_byte_array(0, call.byte_arrays[0].data.clone()).unwrap();
        Ok(r#"{"__byte[]":0}"#.to_owned())
    });
    let bytes = bytes::Bytes::from(vec![1; 100]);
    let back: ByteBuffer = js(&host).invoke_sync("echo", (ByteBuffer::from(bytes.clone()),)).unwrap();
    assert_eq!(back.as_ptr(), bytes.as_ptr());
}

#[test]
fn the_byte_arrays_of_a_failed_call_belong_to_no_other() {
    #[js_invokable]
    pub(crate) fn take_bytes(_: Vec<u8>) {}
    let (host, _) = page(|host, _| {
        host.receive_byte_array(0, bytes::Bytes::from_static(b"x")).unwrap();
        Err("no".to_owned())
    });
    assert!(js(&host).invoke_sync::<i32>("f", ()).is_err());
    let invocation = Invocation::on_assembly("Tests", "take_bytes", r#"[{"__byte[]":0}]"#);
    assert!(host.invoke(&invocation, &mut Reply::new()).is_err());
}

#[test]
fn more_bytes_than_the_limit_fail_the_call() {
    let options = detailed().max_argument_bytes(10);
    let (host, _) = page_with(options, |host, _| {
        host.receive_byte_array(0, bytes::Bytes::from(vec![0; 11])).unwrap();
        Ok(r#"{"__byte[]":0}"#.to_owned())
    });
    assert!(matches!(js(&host).invoke_sync::<Vec<u8>>("f", ()), Err(JsError::Limit(_))));
    assert!(!host.circuit().is_closed());
}

#[test]
fn a_synchronous_call_may_come_back() {
    #[js_invokable]
    pub(crate) fn level(js: JsRuntime, depth: u32) -> Result<u32, JsError> {
        if depth == 0 { Ok(0) } else { js.invoke_sync::<u32>("below", (depth - 1,)).map(|below| below + 1) }
    }
    within_seconds(20, || {
        let (host, _) = page(|host, call| {
            let mut reply = Reply::new();
            let below = Invocation::on_assembly("Tests", "level", call.args.as_str());
            host.invoke(&below, &mut reply).map_err(|failure| failure.message)?;
            Ok(reply.json().to_owned())
        });
        let mut reply = Reply::new();
        host.invoke(&Invocation::on_assembly("Tests", "level", "[3]"), &mut reply).unwrap();
        assert_eq!(reply.json(), "3");
    });
}

#[test]
fn a_callback_is_called_and_disposed_while_its_call_runs() {
    within_seconds(20, || {
        let (host, _) = page(|host, _| {
            let mut reply = Reply::new();
            host.invoke(&Invocation::on_object(1, "onClick", "[]"), &mut reply).unwrap();
            let json = reply.json().to_owned();
            host.invoke(&Invocation::on_object(1, "__Dispose", "null"), &mut reply).unwrap();
            Ok(json)
        });
        let clicked: i32 = js(&host).invoke_sync("click", (Callback::new("onClick", || 42),)).unwrap();
        assert_eq!(clicked, 42);
        assert_eq!(host.circuit().object_count(), 0);
    });
}

#[test]
fn a_call_that_is_cancelled_in_its_last_moment_does_not_take_the_next_one_of_its_id_along() {
    #[js_invokable]
    pub(crate) async fn asks_later(js: JsRuntime) -> Result<i32, JsError> {
        let mut is_later = false;
        std::future::poll_fn(|cx| {
            cx.waker().wake_by_ref();
            if std::mem::replace(&mut is_later, true) { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        js.invoke_sync("f", ())
    }
    #[js_invokable]
    pub(crate) async fn waits(js: JsRuntime) -> Result<i32, JsError> {
        js.invoke("g", ()).await
    }
    let begin = |host: &CircuitHost, method| {
        host.begin_invoke(Some(1), Invocation::on_assembly("Tests", method, "[]")).unwrap();
    };
    let (host, _) = page(|host, _| {
        host.cancel(1);
        Ok("42".to_owned())
    });
    let next = || host.poll_outgoing(&mut Context::from_waker(Waker::noop()));
    begin(&host, "asks_later");
    let Poll::Ready(Some(Outgoing::EndInvoke { call_id: 1, result: Ok(reply) })) = next() else {
        panic!("the call was done when it was cancelled");
    };
    assert_eq!(reply.json(), "42");

    begin(&host, "waits");
    assert!(matches!(next(), Poll::Ready(Some(Outgoing::BeginInvokeJs(_)))));
    assert!(next().is_pending());
    assert_eq!(host.circuit().calls_in_flight(), 1);

    host.cancel(1);
    let Poll::Ready(Some(Outgoing::EndInvoke { call_id: 1, result: Err(failure) })) = next() else {
        panic!("the second call is cancelled as any other");
    };
    assert_eq!(failure.code, "cancelled");
    assert_eq!(host.circuit().calls_in_flight(), 0);
}
