//! An instance method with an argument, which JavaScript passes on.

use interop_core::{JsError, JsRuntime, This, interop_object, js_invokable};

use crate::binding::Bound;

/// The component.
#[derive(Default)]
pub struct CallDotNetExample3 {
    name: Bound<Option<String>>,
}

#[interop_object]
impl CallDotNetExample3 {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// `@onclick="TriggerDotNetInstanceMethod"`: passes this object and the name.
    #[js_invokable(name = "TriggerDotNetInstanceMethod")]
    pub async fn trigger(&self, this: This<Self>, js: JsRuntime) -> Result<String, JsError> {
        js.invoke("sayHello2", (&*this, self.name.get())).await
    }

    /// Called by JavaScript with the name.
    #[js_invokable(name = "GetHelloMessage")]
    pub fn hello_message(&self, passed_name: Option<&str>) -> String {
        format!("Hello, {}!", passed_name.unwrap_or_default())
    }
}
