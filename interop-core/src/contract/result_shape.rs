//! The shapes of results: the schema of the value, and the codes of errors.

use std::borrow::Cow;

use schemars::Schema;

/// Describes the result of a method.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResultShape {
    /// The schema of the value, if its type has one.
    pub value: Option<Schema>,
    /// The errors with which a call can fail, in addition to those of every call.
    pub errors: Errors,
    /// The name of the type of the error, if it lists its codes.
    pub error_type: Option<String>,
}

/// The errors with which a call can fail, in addition to those of every call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Errors {
    /// No errors that a client can distinguish.
    None,
    /// These codes.
    Known(Vec<ErrorShape>),
    /// Codes that are only known at run time.
    Any,
}

/// One code with which a call can fail.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ErrorShape {
    /// The code, as in `error.code`.
    pub code: Cow<'static, str>,
    /// When it occurs, for readers of the generated client.
    pub docs: Cow<'static, str>,
    /// The schema of `error.data`, if the error has data and its type has a schema.
    pub data: Option<Schema>,
}

impl ErrorShape {
    /// Creates a code without data.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code.into(), docs: Cow::Borrowed(""), data: None }
    }

    /// Adds the text for readers.
    #[must_use]
    pub fn docs(mut self, docs: impl Into<Cow<'static, str>>) -> Self {
        self.docs = docs.into();
        self
    }

    /// Adds the schema of its data.
    #[must_use]
    pub fn data(mut self, schema: Schema) -> Self {
        self.data = Some(schema);
        self
    }
}
