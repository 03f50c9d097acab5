//! Reads a stream of bytes from JavaScript.

use interop_core::{CallError, Circuit, JsRuntime, JsStreamReference, interop_object, js_invokable};

use super::output::Output;

/// The component.
pub struct StreamFromJavaScript {
    output: Output,
}

impl StreamFromJavaScript {
    /// The component of one page, with its own storage for the bytes.
    pub fn new(circuit: &Circuit) -> Self {
        Self { output: Output::new(circuit) }
    }
}

#[interop_object]
impl StreamFromJavaScript {
    /// `@onclick="Stream"`
    #[js_invokable(name = "Stream")]
    pub async fn stream(&self, js: JsRuntime) -> Result<String, CallError> {
        let data_reference: JsStreamReference = js.invoke("streamToDotNet", ()).await?;
        let data_reference_stream = data_reference.open_read_stream_up_to(10_000_000)?;

        let bytes = self.output.write(data_reference_stream).await?;
        Ok(format!("{bytes} bytes in {}", self.output))
    }
}
