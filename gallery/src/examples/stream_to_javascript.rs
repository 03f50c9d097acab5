//! Sends a stream of bytes to JavaScript, which reads it at its own pace.

use interop_core::{JsError, JsRuntime, StreamReference, interop_object, js_invokable};
use tokio::io::{self, AsyncReadExt as _};

/// The component.
pub struct StreamToJavaScript;

#[interop_object]
impl StreamToJavaScript {
    /// `@onclick="Stream"`: the bytes are generated while they are read.
    #[js_invokable(name = "Stream")]
    pub async fn stream(&self, js: JsRuntime) -> Result<String, JsError> {
        let reader = io::repeat(0x2a).take(10_000_000);
        js.invoke("streamToJavaScript", (StreamReference::from_tokio_reader(reader),)).await
    }

    /// `@onclick="StreamInChunks"`
    #[js_invokable(name = "StreamInChunks")]
    pub async fn stream_in_chunks(&self, js: JsRuntime) -> Result<String, JsError> {
        let reader = io::repeat(0x2a).take(10_000_000);
        js.invoke("streamToJavaScriptInChunks", (StreamReference::from_tokio_reader(reader),)).await
    }
}
