//! Stores streamed bytes in a file, or in memory if Rust runs in the page.

#[cfg(not(target_arch = "wasm32"))]
pub use file::Output;
#[cfg(target_arch = "wasm32")]
pub use memory::Output;

#[cfg(not(target_arch = "wasm32"))]
mod file {
    use std::fmt;
    use std::path::PathBuf;

    use interop_core::Circuit;
    use tokio::fs::{self, File};
    use tokio::io::{self, AsyncRead, AsyncWriteExt as _};

    /// A temporary file.
    pub struct Output {
        path: PathBuf,
    }

    impl Output {
        /// The file of one page.
        pub fn new(circuit: &Circuit) -> Self {
            let name = format!("gallery-{}-{}-file.txt", std::process::id(), circuit.id());
            Self { path: std::env::temp_dir().join(name) }
        }

        /// Writes all bytes of the stream, and returns the total number of stored bytes.
        pub async fn write(&self, mut stream: impl AsyncRead + Unpin) -> io::Result<u64> {
            let mut file = File::create(&self.path).await?;
            io::copy(&mut stream, &mut file).await?;
            file.flush().await?;
            Ok(fs::metadata(&self.path).await?.len())
        }
    }

    impl fmt::Display for Output {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.path.display().fmt(f)
        }
    }

    impl Drop for Output {
        /// Removes the file of a closed page, if it was ever written.
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod memory {
    use std::fmt;

    use interop_core::Circuit;
    use tokio::io::{self, AsyncRead, AsyncReadExt as _};

    use crate::binding::Bound;

    /// Memory of the WebAssembly instance.
    pub struct Output {
        bytes: Bound<Vec<u8>>,
    }

    impl Output {
        /// The memory of one page.
        pub fn new(_circuit: &Circuit) -> Self {
            Self { bytes: Bound::default() }
        }

        /// Stores all bytes of the stream, and returns the total number of stored bytes.
        pub async fn write(&self, mut stream: impl AsyncRead + Unpin) -> io::Result<u64> {
            let mut bytes = Vec::new();
            stream.read_to_end(&mut bytes).await?;
            let length = bytes.len() as u64;
            self.bytes.set(bytes);
            Ok(length)
        }
    }

    impl fmt::Display for Output {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("memory")
        }
    }
}
