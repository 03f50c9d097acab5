//! The messages that make JavaScript release objects that Rust held.

use super::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
use super::link::Link;
use super::outgoing::Outgoing;
use crate::codec::EntrustedIds;

/// The function that makes JavaScript forget an object.
const DISPOSE_JS_OBJECT: &str = "DotNet.disposeJSObjectReferenceById";

/// Maximum number of objects that one message releases.
const MAX_LISTED: usize = 1024;

/// Makes JavaScript forget an object.
pub(crate) fn dispose_js_object(link: &Link, id: u64) {
    dispose(link, &[id]);
}

/// Makes JavaScript forget the objects in a message that nothing reads, with as few messages as the client understands.
#[cold]
pub(super) fn dispose_entrusted(link: &Link, entrusted: &EntrustedIds) {
    let most = if entrusted.accepts_lists { MAX_LISTED } else { 1 };
    entrusted.ids.chunks(most).for_each(|ids| dispose(link, ids));
}

fn dispose(link: &Link, ids: &[u64]) {
    if link.is_closed() {
        return;
    }
    let args: Vec<String> = ids.iter().map(u64::to_string).collect();
    link.outbox.send(Outgoing::BeginInvokeJs(Box::new(JsInvocation {
        task_id: 0,
        identifier: DISPOSE_JS_OBJECT.to_owned(),
        args: format!("[{}]", args.join(",")),
        byte_arrays: Vec::new(),
        result_type: JsCallResultType::JsVoidResult,
        target_id: 0,
        call_type: JsCallType::FunctionCall,
    })));
}
