//! References that are disposed of, from both sides.

use interop_core::{JsError, JsObjectReference, JsRuntime, ObjectReference, interop_object, js_invokable};

use super::hello_helper::HelloHelper;

/// The component.
pub struct Disposal;

#[interop_object]
impl Disposal {
    /// `@onclick="DisposeFromJavaScript"`: JavaScript calls the Rust object once and then disposes of it.
    #[js_invokable(name = "DisposeFromJavaScript")]
    pub async fn dispose_from_javascript(&self, js: JsRuntime) -> Result<String, JsError> {
        let helper = helper();
        js.invoke_void("callAndDispose", (&helper,)).await?;
        Ok(format!("Rust: my object was disposed of: {}", ObjectReference::is_disposed(&helper)))
    }

    /// `@onclick="DisposeFromRust"`: JavaScript holds the reference longer than Rust holds the object.
    #[js_invokable(name = "DisposeFromRust")]
    pub async fn dispose_from_rust(&self, js: JsRuntime) -> Result<String, JsError> {
        let helper = helper();
        js.invoke_void("keepHelper", (&helper,)).await?;
        ObjectReference::dispose(&helper);
        js.invoke("callKeptHelper", ()).await
    }

    /// `@onclick="DisposeJavaScriptObject"`: Rust disposes of a JavaScript object.
    #[js_invokable(name = "DisposeJavaScriptObject")]
    pub async fn dispose_javascript_object(&self, js: JsRuntime) -> Result<String, JsError> {
        let counter: JsObjectReference = js.invoke("createCounter", ()).await?;
        let count: u32 = counter.invoke("next", ()).await?;
        counter.dispose();
        match counter.invoke::<u32>("next", ()).await {
            Ok(count) => Ok(format!("Rust: the counter still counts: {count}")),
            Err(error) => Ok(format!("Rust: the counter said {count}. {error}")),
        }
    }
}

fn helper() -> ObjectReference<HelloHelper> {
    ObjectReference::new(HelloHelper::new(Some("Amy Pond".to_owned())))
}
