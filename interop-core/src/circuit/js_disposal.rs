//! The message that makes JavaScript release an object that Rust held.

use super::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
use super::link::Link;
use super::outgoing::Outgoing;

/// The function that makes JavaScript forget an object.
const DISPOSE_JS_OBJECT: &str = "DotNet.disposeJSObjectReferenceById";

/// Makes JavaScript forget an object.
pub(crate) fn dispose_js_object(link: &Link, id: u64) {
    if link.is_closed() {
        return;
    }
    link.outbox.send(Outgoing::BeginInvokeJs(Box::new(JsInvocation {
        task_id: 0,
        identifier: DISPOSE_JS_OBJECT.to_owned(),
        args: format!("[{id}]"),
        byte_arrays: Vec::new(),
        result_type: JsCallResultType::JsVoidResult,
        target_id: 0,
        call_type: JsCallType::FunctionCall,
    })));
}
