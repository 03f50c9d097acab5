use std::borrow::Cow;
use std::fmt;

use super::report::ErrorKind;
use super::sources::{text_with_sources, with_sources};
use super::{CallFailure, ClientError, ErrorCode};
use crate::circuit::host::Invocation;

/// The error of a call, inside Rust.
///
/// Return `Result<T, CallError>` from a method where several kinds of errors come together: [`CallError::new`] makes one
/// for the client, and `?` turns any [`std::error::Error`] into an internal one, unless the error or one of its sources is a
/// registered [`ClientError`]: then the client sees that one's message, code and data. Deriving
/// [`ClientError`](derive@crate::ClientError) registers a type. It does not implement [`std::error::Error`] itself, so that the two
/// cannot be mixed up.
///
/// As with `anyhow::Error`, the errors that `?` converts must not borrow. Convert others with
/// [`map_err`](Result::map_err), for example to [`CallError::internal`].
///
/// ```
/// use interop_core::{CallError, js_invokable};
///
/// #[js_invokable]
/// pub fn parse_even(text: &str) -> Result<i64, CallError> {
///     let number: i64 = text.parse()?; // internal: the client does not see why
///     if number % 2 != 0 {
///         return Err(CallError::new("odd", format!("{number} is odd"))); // for the client
///     }
///     Ok(number)
/// }
/// ```
pub struct CallError(Box<Repr>);

struct Repr {
    code: Cow<'static, str>,
    message: String,
    data: Option<serde_json::Value>,
    kind: ErrorKind,
    /// What the host records instead of the message: it says more, or less about what the client has sent.
    recorded: Option<Box<str>>,
}

impl CallError {
    /// Creates an error for the client, which sees `code` and `message` with and without detailed errors.
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl fmt::Display) -> Self {
        Self(Box::new(Repr {
            code: code.into(),
            message: message.to_string(),
            data: None,
            kind: ErrorKind::Application,
            recorded: None,
        }))
    }

    /// Adds data for code on the client.
    #[must_use]
    pub fn with_data(mut self, data: impl Into<serde_json::Value>) -> Self {
        self.0.data = Some(data.into());
        self
    }

    /// Adds the error that this one was made from. The client does not see it: its text and those of its sources are recorded
    /// by the host, where they would be lost otherwise.
    ///
    /// ```
    /// use interop_core::{CallError, js_invokable};
    ///
    /// #[js_invokable]
    /// pub fn settings() -> Result<String, CallError> {
    ///     std::fs::read_to_string("settings.json")
    ///         .map_err(|error| CallError::new("unavailable", "the settings cannot be read").with_source(&error))
    /// }
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: &dyn std::error::Error) -> Self {
        let recorded = self.recorded().to_owned();
        self.0.recorded = Some(with_sources(recorded, Some(source)).into());
        self
    }

    /// Creates an error whose text the client sees only with detailed errors.
    pub fn internal(message: impl fmt::Display) -> Self {
        Self::dispatch(ErrorCode::Internal, message.to_string())
    }

    /// Creates an error from one that implements [`ClientError`]: with its code and data, or an internal error if it
    /// [is not for the client](ClientError::is_for_client).
    pub fn client(error: &(impl ClientError + ?Sized)) -> Self {
        if !error.is_for_client() {
            return error.as_error().map_or_else(|| Self::internal(error), Self::with_sources);
        }
        let mut this = Self::new(error.code().to_owned(), error);
        this.0.data = error.data();
        if let Some(source) = error.as_error().and_then(std::error::Error::source) {
            this = this.with_source(source);
        }
        this
    }

    #[cold]
    pub(crate) fn dispatch(code: ErrorCode, message: String) -> Self {
        let kind = if code == ErrorCode::Internal { ErrorKind::Internal } else { ErrorKind::Client };
        Self(Box::new(Repr { code: Cow::Borrowed(code.as_str()), message, data: None, kind, recorded: None }))
    }

    /// Creates an internal error from an error and the chain of its sources, joined by colons.
    #[cold]
    pub(super) fn with_sources(error: &dyn std::error::Error) -> Self {
        Self::dispatch(ErrorCode::Internal, text_with_sources(error))
    }

    /// The error of a panic.
    #[cold]
    pub(crate) fn panic(message: String) -> Self {
        let mut this = Self::dispatch(ErrorCode::Internal, message);
        this.0.kind = ErrorKind::Panic;
        this
    }

    /// The error of a call to a method that takes a state that nothing has set.
    #[cold]
    pub(crate) fn missing_state(name: &str) -> Self {
        let mut this = Self::internal(format_args!("no `{name}` was set on the host or attached to the circuit"));
        this.0.kind = ErrorKind::MissingState;
        this
    }

    /// Lets the host record this text instead of the message.
    #[cold]
    pub(crate) fn record(&mut self, text: String) {
        self.0.recorded = Some(text.into());
    }

    /// What the host records: the whole text, without values of arguments.
    pub(crate) fn recorded(&self) -> &str {
        self.0.recorded.as_deref().unwrap_or(&self.0.message)
    }

    pub(crate) fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The same error, with a text that first states its subject.
    #[cold]
    pub(crate) fn prefixed(mut self, about: &str) -> Self {
        self.0.message.insert_str(0, about);
        if let Some(recorded) = self.0.recorded.take() {
            self.0.recorded = Some(format!("{about}{recorded}").into());
        }
        self
    }

    /// The code: one of [`ErrorCode`], or a code of the application.
    pub fn code(&self) -> &str {
        &self.0.code
    }

    /// The full text. Unless [`is_for_client`](Self::is_for_client), the client sees it only with detailed errors.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether the client sees the text without detailed errors.
    pub fn is_for_client(&self) -> bool {
        self.0.kind == ErrorKind::Application
    }

    /// Converts it to what the caller receives.
    pub(crate) fn into_failure(self, detailed: bool, called: &Invocation<'_>) -> CallFailure {
        let for_client = self.is_for_client();
        let Repr { code, message, data, .. } = *self.0;
        let message = if for_client || detailed { message } else { sanitized(called.assembly, called.method) };
        // Long names are not sent back, because failures would then be as large as what the client sends.
        let (assembly, method) = if called.has_long_names() {
            (None, None)
        } else {
            (called.assembly.map(Box::from), Some(called.method.into()))
        };
        CallFailure { message, code, data, assembly, method }
    }
}

/// The sentence that replaces every error that is not meant for the client.
fn sanitized(assembly: Option<&str>, method: &str) -> String {
    let on_assembly = assembly.map(|assembly| format!(" on assembly '{assembly}'")).unwrap_or_default();
    format!(
        "There was an exception invoking '{method}'{on_assembly}. \
         For more details turn on detailed exceptions in 'CircuitOptions::detailed_errors'"
    )
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallError")
            .field("code", &self.0.code)
            .field("message", &self.0.message)
            .field("data", &self.0.data)
            .field("for_client", &self.is_for_client())
            .finish()
    }
}
