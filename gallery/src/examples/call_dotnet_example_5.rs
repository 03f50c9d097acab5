//! A class instance, passed to JavaScript by the component itself.

use interop_core::{JsError, JsRuntime, ObjectReference, interop_object, js_invokable};

use super::hello_helper::HelloHelper;
use crate::binding::Bound;

/// The component.
#[derive(Default)]
pub struct CallDotNetExample5 {
    name: Bound<Option<String>>,
}

#[interop_object]
impl CallDotNetExample5 {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// `@onclick="TriggerDotNetInstanceMethod"`
    #[js_invokable(name = "TriggerDotNetInstanceMethod")]
    pub async fn trigger(&self, js: JsRuntime) -> Result<String, JsError> {
        let helper = ObjectReference::new(HelloHelper::new(self.name.get()));
        let result = js.invoke("sayHello1", (&helper,)).await;
        ObjectReference::dispose(&helper);
        result
    }
}
