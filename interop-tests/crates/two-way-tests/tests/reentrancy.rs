//! Rust awaits JavaScript, which awaits Rust, and so on, with a scripted page.

#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use futures_executor::block_on;
use futures_util::future::join_all;
use interop_core::host::{Invocation, Outgoing};
use interop_core::testing::{Answer, Script, ScriptCall, ScriptError};
use interop_core::{InProcess, JsError, JsObjectReference, JsRuntime, ObjectReference, interop_object, js_invokable};
use two_way_tests::{Deaths, Gate, Peer, Witness, detailed, failure};

interop_core::assembly!("Tests");

/// Each level calls the page, which calls the next level.
#[js_invokable]
pub async fn level(js: JsRuntime, depth: u32) -> Result<String, JsError> {
    if depth == 0 {
        return Ok("the bottom".to_owned());
    }
    let below: String = js.invoke("below", (depth - 1,)).await?;
    Ok(format!("{depth}, {below}"))
}

async fn below(call: ScriptCall) -> Result<Answer, ScriptError> {
    let (depth,): (u32,) = call.args()?;
    let answer: String = call.app().call_async("Tests", "level", (depth,)).await?;
    call.returns(answer)
}

fn app(script: Script) -> InProcess {
    InProcess::builder().options(detailed()).javascript(script).build()
}

#[test]
fn three_levels_of_calls_wait_for_each_other() {
    let app = app(Script::new().async_function("below", below));
    let answer: String = block_on(app.call_async("Tests", "level", (3,))).unwrap();
    assert_eq!(answer, "3, 2, 1, the bottom");
}

#[test]
fn towers_of_calls_stand_side_by_side() {
    let app = app(Script::new().async_function("below", below));
    let towers = (0..20).map(|height| app.call_async::<String>("Tests", "level", (height,)));
    let answers = block_on(join_all(towers));
    assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|text| text.ends_with("the bottom"))), "{answers:?}");
    assert_eq!(answers[4].as_ref().unwrap(), "4, 3, 2, 1, the bottom");
}

#[test]
fn an_error_at_the_bottom_comes_up_through_all_levels() {
    let script = Script::new().async_function("below", |call| async move {
        let (depth,): (u32,) = call.args()?;
        if depth == 0 {
            return Err("the bottom is rotten".into());
        }
        below(call).await
    });
    let (code, text) = failure(block_on(app(script).call_async::<String>("Tests", "level", (3,))));
    assert_eq!((code.as_str(), text.as_str()), ("internal", "the bottom is rotten"));
}

/// The same, driven by the test: which message makes the circuit send which other message.
#[test]
fn the_circuit_goes_on_dispatching_while_rust_waits_for_javascript() {
    let peer = Peer::new();
    let begin = |id, depth| {
        let args = format!("[{depth}]");
        peer.host().begin_invoke(Some(id), Invocation::on_assembly("Tests", "level", args)).unwrap();
    };
    begin(1, 3);
    assert_eq!(peer.call().task_id, 2);
    begin(2, 2);
    assert_eq!(peer.call().task_id, 3);
    begin(3, 1);
    assert_eq!(peer.call().task_id, 4);
    begin(4, 0);
    assert_eq!(peer.result(4).json(), r#""the bottom""#);

    peer.succeeds(4, r#""the bottom""#);
    assert_eq!(peer.result(3).json(), r#""1, the bottom""#);
    peer.succeeds(3, r#""1, the bottom""#);
    assert_eq!(peer.result(2).json(), r#""2, 1, the bottom""#);
    peer.succeeds(2, r#""2, 1, the bottom""#);
    assert_eq!(peer.result(1).json(), r#""3, 2, 1, the bottom""#);
    peer.says_nothing();
}

pub struct Helper {
    gate: Gate,
    _witness: Witness,
}

#[interop_object]
impl Helper {
    #[js_invokable(name = "UpdateMessageCaller")]
    pub async fn update(&self) -> &'static str {
        self.gate.pass().await;
        "updated"
    }
}

#[test]
fn a_call_followed_at_once_by_disposal_ends_well() {
    let (peer, gate, deaths) = (Peer::new(), Gate::new(), Deaths::new());
    let helper = ObjectReference::new(Helper { gate: gate.clone(), _witness: deaths.witness() });
    peer.js().send("updateMessageCaller", (helper,)).unwrap();
    assert_eq!(peer.call().args, r#"[{"__dotNetObject":1}]"#);

    peer.host().begin_invoke(Some(1), Invocation::on_object(1, "UpdateMessageCaller", "[]")).unwrap();
    peer.host().begin_invoke(Some(2), Invocation::on_object(1, "__Dispose", "null")).unwrap();

    assert_eq!(peer.result(2).json(), "null");
    assert_eq!(peer.circuit().object_count(), 0);
    assert_eq!(deaths.count(), 0, "the call that runs still uses it");
    gate.open();
    assert_eq!(peer.result(1).json(), r#""updated""#);
    assert_eq!(deaths.count(), 1);
    peer.says_nothing();
}

#[test]
fn a_page_calls_and_disposes_the_object_that_it_was_handed() {
    #[js_invokable]
    pub(crate) async fn update_message(js: JsRuntime, gate: interop_core::State<Gate>) -> Result<String, JsError> {
        let helper = ObjectReference::new(Helper { gate: Gate::clone(&gate), _witness: Deaths::new().witness() });
        js.invoke("updateMessageCaller", (helper,)).await
    }
    let script = Script::new().async_function("updateMessageCaller", |call| async move {
        let (helper,): (ObjectReference<Helper>,) = call.args()?;
        let object = call.app().object(&helper);
        let updating = object.call_async::<String>("UpdateMessageCaller", ());
        object.invoke("__Dispose", "null")?;
        call.app().circuit().state::<Gate>().expect("given to the host").open();
        call.returns(updating.await?)
    });
    let app = InProcess::builder().options(detailed()).state(Gate::new()).javascript(script).build();
    let message: String = block_on(app.call_async("Tests", "update_message", ())).unwrap();
    assert_eq!(message, "updated");
    assert_eq!(app.circuit().object_count(), 0);
}

/// A module with an object in it, used from Rust alone.
#[test]
fn rust_uses_the_objects_of_a_page() {
    let script = Script::new()
        .function("import", |call| {
            let (url,): (String,) = call.args()?;
            if url == "./shop.js" { call.returns_object(10) } else { Err("no such module".into()) }
        })
        .method(10, "Cart", |call| {
            assert_eq!(call.call_type(), interop_core::host::JsCallType::ConstructorCall);
            call.returns_object(11)
        })
        .method(11, "add", |call| {
            let (name, quantity): (String, u32) = call.args()?;
            call.returns(format!("{quantity} x {name}"))
        })
        .method(10, "describe", |call| {
            let (cart,): (JsObjectReference,) = call.args()?;
            call.returns(format!("cart {}", cart.id()))
        });
    let app = app(script);
    block_on(app.run(async {
        let js = app.circuit().js();
        assert_eq!(js.import("./other.js").await.unwrap_err().to_string(), "no such module");
        let module = js.import("./shop.js").await.unwrap();
        let cart = module.construct("Cart", ()).await.unwrap();
        let added: String = cart.invoke("add", ("apple", 3)).await.unwrap();
        assert_eq!(added, "3 x apple");
        let described: String = module.invoke("describe", (&cart,)).await.unwrap();
        assert_eq!(described, "cart 11");
        let missing = cart.invoke::<i32>("remove", ()).await.unwrap_err();
        assert_eq!(missing.to_string(), "Could not find 'remove' ('remove' was undefined).");
        drop(cart);
        module.dispose();
        // An answer to wait for, so that the page processes what was sent before.
        assert!(js.invoke_void("unknown", ()).await.is_err());
    }));
    assert_eq!(app.disposed_js_objects(), [11, 10]);
}

#[test]
fn a_method_that_neither_side_ends_is_dropped_with_its_circuit() {
    let peer = Peer::new();
    peer.host().begin_invoke(Some(1), Invocation::on_assembly("Tests", "level", "[1]")).unwrap();
    assert!(matches!(peer.message(), Some(Outgoing::BeginInvokeJs(_))));
    assert_eq!(peer.circuit().calls_in_flight(), 1);
    let circuit = peer.circuit();
    peer.host().close();
    assert_eq!(circuit.calls_in_flight(), 0);
    assert!(peer.message().is_none(), "nobody is there to be answered");
}

#[test]
fn an_object_that_the_page_passes_back_is_not_counted_again() {
    let script = Script::new().function("echo", |call| {
        let (helper,): (ObjectReference<Helper>,) = call.args()?;
        call.returns(helper)
    });
    let (app, deaths) = (app(script), Deaths::new());
    let helper = ObjectReference::new(Helper { gate: Gate::new(), _witness: deaths.witness() });
    let back: ObjectReference<Helper> =
        block_on(app.run(app.circuit().js().invoke("echo", (&helper,)))).expect("the page returns it");
    assert_eq!(ObjectReference::id(&back), ObjectReference::id(&helper));
    drop((back, helper));

    app.host().release(1, 1);

    assert_eq!((app.circuit().object_count(), deaths.count()), (0, 1));
}
