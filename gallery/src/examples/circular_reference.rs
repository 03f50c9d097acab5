//! Values that contain themselves: errors for the caller, in all three directions.

use std::sync::{Arc, Weak};

use interop_core::{JsRuntime, js_invokable};
use serde::de::IgnoredAny;
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

/// Accepts any object. A circular one cannot be sent.
#[js_invokable(name = "ReceiveObject")]
pub fn receive_object(_object: IgnoredAny) -> &'static str {
    "received"
}

/// Requests a circular object from JavaScript and returns the error.
#[js_invokable(name = "AskForCircularObject")]
pub async fn ask_for_circular_object(js: JsRuntime) -> String {
    match js.invoke::<IgnoredAny>("returnCircularObject", ()).await {
        Ok(_) => "received".to_owned(),
        // The message also contains the JavaScript stack.
        Err(error) => error.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// A node that is its own parent.
pub struct Node {
    parent: Weak<Node>,
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut node = serializer.serialize_struct("Node", 1)?;
        node.serialize_field("parent", &self.parent.upgrade().as_deref())?;
        node.end()
    }
}

/// A circular value as a result.
pub struct Circle(Arc<Node>);

impl Serialize for Circle {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Returns a circular value.
#[js_invokable(name = "ReturnCircularValue")]
pub fn return_circular_value() -> Circle {
    Circle(Arc::new_cyclic(|node| Node { parent: node.clone() }))
}
