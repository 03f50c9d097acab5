//! A reference to a JavaScript object that cannot be serialized.

use interop_core::{JsObjectReference, JsRuntime, js_invokable};

use crate::render::Element;

/// Receives the `window` object and reads some of its properties.
#[js_invokable(name = "ReceiveWindowObject")]
pub async fn receive_window_object(js: JsRuntime, obj_ref: JsObjectReference) {
    let path = obj_ref.get::<String>("location.pathname").await;
    let can_alert = obj_ref.invoke::<bool>("hasOwnProperty", ("alert",)).await;
    let text = match (path, can_alert) {
        (Ok(path), Ok(can_alert)) => format!("Rust holds window: its path is {path}, it can alert: {can_alert}"),
        // The message also contains the JavaScript stack.
        (Err(error), _) | (_, Err(error)) => error.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    Element::new(&js, "js-object-reference").show(&text);
}
