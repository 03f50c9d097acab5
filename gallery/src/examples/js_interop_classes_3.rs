//! A class that wraps calls to JavaScript.

use interop_core::{JsError, JsRuntime, ObjectReference};

use super::hello_helper::HelloHelper;

/// Calls the functions of the page.
pub struct JsInteropClasses3 {
    js: JsRuntime,
}

impl JsInteropClasses3 {
    /// Wraps the runtime of a page.
    pub fn new(js: JsRuntime) -> Self {
        Self { js }
    }

    /// Passes JavaScript an object that only exists for this call.
    pub async fn call_hello_helper_get_hello_message(&self, name: Option<String>) -> Result<String, JsError> {
        let helper = ObjectReference::new(HelloHelper::new(name));
        let result = self.js.invoke("sayHello1", (&helper,)).await;
        ObjectReference::dispose(&helper);
        result
    }
}
