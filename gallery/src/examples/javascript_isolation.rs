//! A JavaScript module, imported from Rust.

use interop_core::{JsError, JsRuntime, interop_object, js_invokable};

use crate::binding::Bound;

/// The component.
#[derive(Default)]
pub struct JavaScriptIsolation {
    name: Bound<Option<String>>,
}

#[interop_object]
impl JavaScriptIsolation {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// `@onclick="TriggerModule"`: the module is released when the reference is dropped.
    #[js_invokable(name = "TriggerModule")]
    pub async fn trigger_module(&self, js: JsRuntime) -> Result<String, JsError> {
        let module = js.import("./modules/greeting.js").await?;
        module.invoke("greet", (self.name.get(),)).await
    }
}
