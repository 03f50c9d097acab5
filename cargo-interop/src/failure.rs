//! Why a crate has no contract.

use serde_json::{Value, json};

/// A message, and where the compiler found the error.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) location: Option<Location>,
}

/// A position in a source.
#[derive(Debug)]
pub(crate) struct Location {
    /// The absolute path.
    pub(crate) file: String,
    /// The line, starting at 1.
    pub(crate) line: usize,
    /// The column, starting at 1.
    pub(crate) column: usize,
}

impl Location {
    pub(crate) fn to_json(&self) -> Value {
        json!({ "file": self.file, "line": self.line, "column": self.column })
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self { message, location: None }
    }
}

impl From<Failure> for String {
    fn from(failure: Failure) -> Self {
        failure.message
    }
}
