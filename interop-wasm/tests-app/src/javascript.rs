//! Rust calls JavaScript, with the identifiers and arguments that the test gives.

use interop_core::{ByteBuffer, CallError, JsError, JsObjectReference, JsRuntime, js_invokable};
use serde_json::Value;

type Called = Result<Value, JsError>;

// Asynchronously

#[js_invokable]
pub async fn call(js: JsRuntime, identifier: &str, args: Vec<Value>) -> Called {
    js.invoke(identifier, args).await
}

#[js_invokable]
pub async fn construct_and_call(js: JsRuntime, class: &str, args: Vec<Value>, method: &str) -> Called {
    js.construct(class, args).await?.invoke(method, ()).await
}

#[js_invokable]
pub async fn get(js: JsRuntime, identifier: &str) -> Called {
    js.get(identifier).await
}

#[js_invokable]
pub async fn set(js: JsRuntime, identifier: &str, value: Value) -> Result<(), JsError> {
    js.set(identifier, value).await
}

#[js_invokable]
pub fn send(js: JsRuntime, identifier: &str, args: Vec<Value>) -> Result<(), JsError> {
    js.send(identifier, args)
}

// Synchronously

#[js_invokable]
pub fn call_sync(js: JsRuntime, identifier: &str, args: Vec<Value>) -> Called {
    js.invoke_sync(identifier, args)
}

#[js_invokable]
pub fn construct_and_call_sync(js: JsRuntime, class: &str, args: Vec<Value>, method: &str) -> Called {
    js.construct_sync(class, args)?.invoke_sync(method, ())
}

#[js_invokable]
pub fn get_sync(js: JsRuntime, identifier: &str) -> Called {
    js.get_sync(identifier)
}

#[js_invokable]
pub fn set_sync(js: JsRuntime, identifier: &str, value: Value) -> Result<(), JsError> {
    js.set_sync(identifier, value)
}

#[js_invokable]
pub fn object_call_sync(object: JsObjectReference, identifier: &str, args: Vec<Value>) -> Called {
    object.invoke_sync(identifier, args)
}

#[js_invokable]
pub fn object_construct_and_call_sync(
    object: JsObjectReference,
    class: &str,
    args: Vec<Value>,
    method: &str,
) -> Called {
    object.construct_sync(class, args)?.invoke_sync(method, ())
}

#[js_invokable]
pub fn object_get_sync(object: JsObjectReference, identifier: &str) -> Called {
    object.get_sync(identifier)
}

#[js_invokable]
pub fn object_set_sync(object: JsObjectReference, identifier: &str, value: Value) -> Result<(), JsError> {
    object.set_sync(identifier, value)
}

#[js_invokable]
pub async fn object_call(object: JsObjectReference, identifier: &str, args: Vec<Value>) -> Called {
    object.invoke(identifier, args).await
}

/// Passes an object on that it has asked for, and keeps nothing of it.
#[js_invokable]
pub fn pass_on_sync(js: JsRuntime, make: &str) -> Result<JsObjectReference, JsError> {
    js.invoke_sync(make, ())
}

#[js_invokable]
pub async fn pass_on(js: JsRuntime, make: &str) -> Result<JsObjectReference, JsError> {
    js.invoke(make, ()).await
}

/// Holds a JavaScript object, uses it, disposes it, and uses it once more.
#[js_invokable]
pub fn use_and_dispose(js: JsRuntime, make: &str) -> Result<(Value, String), JsError> {
    let object: JsObjectReference = js.invoke_sync(make, ())?;
    let value = object.invoke_sync("value", ())?;
    object.dispose();
    let error = object.invoke_sync::<Value>("value", ()).err();
    Ok((value, error.map(|error| error.to_string()).unwrap_or_default()))
}

#[js_invokable]
pub fn bytes_through_javascript(
    js: JsRuntime,
    function: &str,
    data: Vec<ByteBuffer>,
) -> Result<Vec<ByteBuffer>, JsError> {
    js.invoke_sync(function, (data,))
}

#[js_invokable]
pub async fn bytes_through_javascript_async(
    js: JsRuntime,
    function: &str,
    data: Vec<ByteBuffer>,
) -> Result<Vec<ByteBuffer>, JsError> {
    js.invoke(function, (data,)).await
}

// Errors

fn described<T>(result: Result<T, JsError>) -> Option<(String, String)> {
    let error = result.err()?;
    let variant = match &error {
        JsError::JavaScript { .. } => "JavaScript",
        JsError::Timeout { .. } => "Timeout",
        JsError::Cancelled => "Cancelled",
        JsError::Disconnected => "Disconnected",
        JsError::Disposed => "Disposed",
        JsError::Arguments(_) => "Arguments",
        JsError::Result(_) => "Result",
        JsError::Limit(_) => "Limit",
        JsError::Stream(_) => "Stream",
        JsError::NotSynchronous => "NotSynchronous",
        _ => "another variant",
    };
    Some((variant.to_owned(), error.to_string()))
}

/// The variant and the text of the error of a call whose result is to be a number.
#[js_invokable]
pub fn error_sync(js: JsRuntime, identifier: &str, args: Vec<Value>) -> Option<(String, String)> {
    described(js.invoke_sync::<i32>(identifier, args))
}

#[js_invokable]
pub async fn error_async(js: JsRuntime, identifier: &str, args: Vec<Value>) -> Option<(String, String)> {
    described(js.invoke::<i32>(identifier, args).await)
}

#[js_invokable]
pub fn error_of_arguments(js: JsRuntime) -> Option<(String, String)> {
    described(js.invoke_sync::<i32>("f", "not a tuple"))
}

// Order

/// Says something without waiting, calls synchronously, and says something more.
#[js_invokable]
pub fn send_call_send(js: JsRuntime, function: &str) -> Result<(), JsError> {
    js.send(function, ("sent first",))?;
    js.invoke_sync::<()>(function, ("called",))?;
    js.send(function, ("sent last",))
}

#[js_invokable]
pub async fn send_call_send_async(js: JsRuntime, function: &str) -> Result<(), CallError> {
    js.send(function, ("sent first",))?;
    js.invoke_void(function, ("called",)).await?;
    Ok(js.send(function, ("sent last",))?)
}
