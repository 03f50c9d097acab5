//! Errors in the form that JavaScript receives: an `Error` with `code`, and with `data`, `assembly` and `method` if
//! they are known.

use interop_core::CallFailure;
use interop_core::host::ProtocolViolation;
use js_sys::{JSON, Reflect, Symbol};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::client::text_of;

/// The code of a call whose circuit has ended.
pub(crate) const DISCONNECTED: &str = "disconnected";
/// The code for calling an export in a way in which no correct client does.
pub(crate) const PROTOCOL_VIOLATION: &str = "protocol_violation";
/// The code of a call that exceeds a limit.
pub(crate) const LIMIT_EXCEEDED: &str = "limit_exceeded";
/// The code of a call that failed because of the client itself.
pub(crate) const INTERNAL: &str = "internal";

/// Marks the errors that exports throw. Any other error has interrupted Rust in the middle of its work.
const MARK: &str = "interop.error";

/// Creates an error with this code.
#[cold]
pub(crate) fn error(code: &str, message: &str) -> JsValue {
    marked(code, message).into()
}

fn marked(code: &str, message: &str) -> js_sys::Error {
    let error = js_sys::Error::new(message);
    set(&error, &Symbol::for_(MARK).into(), &JsValue::TRUE);
    set(&error, &"code".into(), &code.into());
    error
}

/// Creates the error of a failed call.
#[cold]
pub(crate) fn failed(failure: &CallFailure) -> JsValue {
    let error = marked(&failure.code, &failure.message);
    if let Some(data) = &failure.data {
        // The same form as for `fail` of the client, because another one would add code to every module.
        let data = serde_json::to_string(data).unwrap_or_default();
        set(&error, &"data".into(), &JSON::parse(&data).unwrap_or(JsValue::UNDEFINED));
    }
    set(&error, &"assembly".into(), &failure.assembly.as_deref().map_or(JsValue::NULL, JsValue::from));
    if let Some(method) = &failure.method {
        set(&error, &"method".into(), &(&**method).into());
    }
    error.into()
}

/// The error for a client that violated the protocol. Its circuit is closed.
#[cold]
pub(crate) fn violated(violation: &ProtocolViolation) -> JsValue {
    error(PROTOCOL_VIOLATION, &violation.to_string())
}

fn set(error: &js_sys::Error, name: &JsValue, value: &JsValue) {
    // Properties can always be added to a new object.
    let _ = Reflect::set(error, name, value);
}

/// The text of something that JavaScript has thrown: the message of an error and its stack.
#[cold]
pub(crate) fn describe(thrown: &JsValue) -> String {
    // Reading properties of what was thrown may throw too.
    let text = |name: &str| Reflect::get(thrown, &name.into()).ok().and_then(|text| text.as_string());
    if thrown.is_instance_of::<js_sys::Error>()
        && let Some(message) = text("message")
    {
        let stack = text("stack").unwrap_or_default();
        // In some browsers, the stack starts with the message. If it were repeated at each level, the text would grow
        // without limit.
        let places = stack.split_once(&*message).map_or(&*stack, |(_, places)| places).trim_matches('\n');
        let separator = if places.is_empty() { "" } else { "\n" };
        return shortened(&format!("{message}{separator}{places}"));
    }
    let plain = text_of(thrown).ok().and_then(|text| text.as_string());
    plain.map_or_else(|| "JavaScript threw a value that has no text".to_owned(), |text| shortened(&text))
}

/// Limits the length of a text, because a page may throw a text of any length.
fn shortened(text: &str) -> String {
    const MAX_BYTES: usize = 16 * 1024;
    let end = (0..=MAX_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].to_owned()
}
