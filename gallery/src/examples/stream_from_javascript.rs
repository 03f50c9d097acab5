//! Bytes that JavaScript offers, streamed into a file.

use std::path::PathBuf;

use interop_core::{CallError, Circuit, JsRuntime, JsStreamReference, interop_object, js_invokable};
use tokio::fs::{self, File};
use tokio::io::{self, AsyncWriteExt as _};

/// The component.
pub struct StreamFromJavaScript {
    output_path: PathBuf,
}

impl StreamFromJavaScript {
    /// The component of one page, with a file of its own in the folder for temporary files.
    pub fn new(circuit: &Circuit) -> Self {
        let name = format!("gallery-{}-{}-file.txt", std::process::id(), circuit.id());
        Self { output_path: std::env::temp_dir().join(name) }
    }
}

#[interop_object]
impl StreamFromJavaScript {
    /// `@onclick="Stream"`
    #[js_invokable(name = "Stream")]
    pub async fn stream(&self, js: JsRuntime) -> Result<String, CallError> {
        let data_reference: JsStreamReference = js.invoke("streamToDotNet", ()).await?;
        let mut data_reference_stream = data_reference.open_read_stream_up_to(10_000_000)?;

        let mut output_file = File::create(&self.output_path).await?;
        io::copy(&mut data_reference_stream, &mut output_file).await?;
        output_file.flush().await?;

        let bytes = fs::metadata(&self.output_path).await?.len();
        Ok(format!("{bytes} bytes in {}", self.output_path.display()))
    }
}

impl Drop for StreamFromJavaScript {
    /// The page is gone: so is its file, if it was ever written.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.output_path);
    }
}
