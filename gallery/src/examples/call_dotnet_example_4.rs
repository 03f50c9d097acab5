//! A class instance, passed to JavaScript by another class.

use interop_core::{JsError, JsRuntime, interop_object, js_invokable};

use super::js_interop_classes_3::JsInteropClasses3;
use crate::binding::Bound;

/// The component.
pub struct CallDotNetExample4 {
    name: Bound<Option<String>>,
    js_interop_classes: JsInteropClasses3,
}

impl CallDotNetExample4 {
    /// The component of one page.
    pub fn new(js: JsRuntime) -> Self {
        Self { name: Bound::default(), js_interop_classes: JsInteropClasses3::new(js) }
    }
}

#[interop_object]
impl CallDotNetExample4 {
    /// `@bind="name"`
    #[js_invokable(name = "SetName")]
    pub fn set_name(&self, name: Option<String>) {
        self.name.set(name);
    }

    /// `@onclick="TriggerDotNetInstanceMethod"`
    #[js_invokable(name = "TriggerDotNetInstanceMethod")]
    pub async fn trigger(&self) -> Result<String, JsError> {
        self.js_interop_classes.call_hello_helper_get_hello_message(self.name.get()).await
    }
}
