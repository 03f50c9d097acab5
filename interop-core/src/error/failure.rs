use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::circuit::cost;
use crate::codec;

/// A failed call as its caller receives it: the `Error` with which the promise in JavaScript is rejected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallFailure {
    /// `error.message`
    pub message: String,
    /// `error.code`: one of [`ErrorCode`](super::ErrorCode), or a code of the application
    pub code: Cow<'static, str>,
    /// `error.data`, if the error of the application has data. It is serialized as in a message, in which keys that
    /// look like those of references are escaped.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "codec::plain_data")]
    pub data: Option<serde_json::Value>,
    /// `error.assembly`: the assembly that was called; `None` for calls to objects
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assembly: Option<Box<str>>,
    /// `error.method`: the id of the method that was called
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Box<str>>,
}

impl CallFailure {
    /// Creates a failure without a method. Circuits create their failures themselves; this is for hosts that refuse a
    /// call before it reaches a circuit, and for tests.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { message: message.into(), code: code.into(), data: None, assembly: None, method: None }
    }

    /// An estimate of the memory that it holds, in bytes.
    pub(crate) fn held(&self) -> usize {
        let names =
            self.assembly.as_ref().map_or(0, |name| name.len()) + self.method.as_ref().map_or(0, |name| name.len());
        self.message.capacity() + names + self.data.as_ref().map_or(0, cost::value)
    }
}

impl fmt::Display for CallFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CallFailure {}
