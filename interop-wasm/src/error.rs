//! Errors as JavaScript gets them: an `Error` with `code`, and `data`, `assembly` and `method` where they are known.

use interop_core::CallFailure;
use interop_core::host::ProtocolViolation;
use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::client::text_of;

/// The code of a call that comes when its circuit is gone.
pub(crate) const DISCONNECTED: &str = "disconnected";
/// The code of an export that was called as no correct client calls it.
pub(crate) const PROTOCOL_VIOLATION: &str = "protocol_violation";
/// The code of a call that a limit refuses.
pub(crate) const LIMIT_EXCEEDED: &str = "limit_exceeded";

/// The code of a call that failed for a reason of the client's own.
pub(crate) const INTERNAL: &str = "internal";

/// An error with this code.
#[cold]
pub(crate) fn error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    set(&error, "code", &code.into());
    error.into()
}

/// A call that failed.
#[cold]
pub(crate) fn failed(failure: &CallFailure) -> JsValue {
    let error = js_sys::Error::new(&failure.message);
    set(&error, "code", &(&*failure.code).into());
    if let Some(data) = &failure.data {
        set(&error, "data", &JSON::parse(&data.to_string()).unwrap_or(JsValue::UNDEFINED));
    }
    set(&error, "assembly", &failure.assembly.as_deref().map_or(JsValue::NULL, JsValue::from));
    if let Some(method) = &failure.method {
        set(&error, "method", &(&**method).into());
    }
    error.into()
}

/// The client broke the protocol; its circuit is closed.
#[cold]
pub(crate) fn violated(violation: &ProtocolViolation) -> JsValue {
    error(PROTOCOL_VIOLATION, &violation.to_string())
}

fn set(error: &js_sys::Error, name: &str, value: &JsValue) {
    // A new object takes every property.
    let _ = Reflect::set(error, &name.into(), value);
}

/// The text of something that JavaScript has thrown, as the client itself describes the errors of asynchronous calls.
#[cold]
pub(crate) fn describe(thrown: &JsValue) -> String {
    // Whatever was thrown may throw again when it is looked at.
    let text = |name: &str| Reflect::get(thrown, &name.into()).ok().and_then(|text| text.as_string());
    if thrown.is_instance_of::<js_sys::Error>()
        && let Some(message) = text("message")
    {
        return match text("stack") {
            Some(stack) => format!("{message}\n{stack}"),
            None => message,
        };
    }
    let plain = text_of(thrown).ok().and_then(|text| text.as_string());
    plain.unwrap_or_else(|| "JavaScript threw something that has no text".to_owned())
}
