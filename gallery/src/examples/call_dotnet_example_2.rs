//! An object reference passed to an individual JavaScript function.

use interop_core::{JsError, JsRuntime, This, interop_object, js_invokable};

use crate::binding::Bound;

/// The component.
#[derive(Default)]
pub struct CallDotNetExample2 {
    name: Bound<Option<String>>,
}

#[interop_object]
impl CallDotNetExample2 {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// `@onclick="TriggerDotNetInstanceMethod"`: passes this object to JavaScript, which calls it back.
    #[js_invokable(name = "TriggerDotNetInstanceMethod")]
    pub async fn trigger(&self, this: This<Self>, js: JsRuntime) -> Result<String, JsError> {
        js.invoke("sayHello1", (&*this,)).await
    }

    /// Called by JavaScript.
    #[js_invokable(name = "GetHelloMessage")]
    pub fn hello_message(&self) -> String {
        format!("Hello, {}!", self.name.get().unwrap_or_default())
    }
}
