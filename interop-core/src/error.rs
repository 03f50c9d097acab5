//! The errors of calls: [`CallError`] inside Rust, and [`CallFailure`] as the caller receives it.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::circuit::cost;
use crate::circuit::host::Invocation;
use crate::codec;

pub(crate) mod known;
pub(crate) mod report;

use self::report::ErrorKind;

/// The code of an error that the dispatcher itself reports, in [`CallFailure::code`].
///
/// Errors of the application that are meant for the client have their own codes; see [`ClientError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorCode {
    /// The assembly or the method does not exist.
    NotFound,
    /// The arguments do not match the parameters.
    InvalidArguments,
    /// The object is unknown or was disposed.
    ObjectDisposed,
    /// A limit of [`CircuitOptions`](crate::CircuitOptions) was exceeded.
    LimitExceeded,
    /// The call was cancelled, by its caller or because the circuit closed.
    Cancelled,
    /// The call did not end in time: within the caller's timeout, that of the method, or
    /// [`CircuitOptions::call_timeout`](crate::CircuitOptions::call_timeout).
    DeadlineExceeded,
    /// The client that the method has called, or whose stream it has read, was lost.
    Disconnected,
    /// Everything else: an error or a panic in user code, or a result that cannot be serialized.
    Internal,
}

impl ErrorCode {
    /// The code as JavaScript sees it, in `error.code`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::InvalidArguments => "invalid_arguments",
            Self::ObjectDisposed => "object_disposed",
            Self::LimitExceeded => "limit_exceeded",
            Self::Cancelled => "cancelled",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Disconnected => "disconnected",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error type of the application whose text is meant for the client.
///
/// A method that returns `Result<T, E>` with such an `E` rejects JavaScript's promise with an `Error` that has the
/// message of [`Display`](fmt::Display) and this code and data, with and without
/// [`detailed_errors`](crate::CircuitOptions::detailed_errors). Every other error type is internal: its text reaches
/// the client only with detailed errors.
///
/// [`#[derive(ClientError)]`](derive@crate::ClientError) implements it for enums and structs, and registers the type, so that `?`
/// in a method that returns `Result<T, CallError>` keeps code and data. An implementation written by hand is registered by
/// [`#[register_client_error]`](crate::register_client_error).
///
/// ```
/// use interop_core::{ClientError, CircuitOptions, InProcess, js_invokable};
///
/// #[derive(Debug)]
/// struct OutOfStock { left: u32 }
///
/// impl std::fmt::Display for OutOfStock {
///     fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
///         write!(f, "only {} left", self.left)
///     }
/// }
///
/// impl ClientError for OutOfStock {
///     fn code(&self) -> &str { "out_of_stock" }
///     fn data(&self) -> Option<serde_json::Value> { Some(self.left.into()) }
/// }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn order(quantity: u32) -> Result<(), OutOfStock> {
///     if quantity > 2 { Err(OutOfStock { left: 2 }) } else { Ok(()) }
/// }
///
/// let app = InProcess::with_options(CircuitOptions::new().detailed_errors(false));
/// let failure = app.invoke("Shop", "order", "[3]").unwrap_err();
/// assert_eq!(failure.message, "only 2 left");
/// assert_eq!(failure.code, "out_of_stock");
/// assert_eq!(failure.data, Some(2.into()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a `#[js_invokable]` function",
    label = "an error that cannot be displayed",
    note = "implement `std::fmt::Display` for it, and `ClientError` if clients are meant to see it"
)]
pub trait ClientError: fmt::Display {
    /// A machine-readable code. Default: `"error"`.
    #[allow(clippy::unnecessary_literal_bound, reason = "implementations may return a string of their own")]
    fn code(&self) -> &str {
        "error"
    }

    /// Data about the error for code on the client. Default: none.
    fn data(&self) -> Option<serde_json::Value> {
        None
    }

    /// Whether the client may see this error. Default: `true`.
    ///
    /// Otherwise, the error is internal: its text and those of its sources are sent to the client only with detailed
    /// errors, and its code and data are never sent.
    fn is_for_client(&self) -> bool {
        true
    }

    /// The error as a standard error, whose sources become part of the text of an internal error. Default: none.
    fn as_error(&self) -> Option<&dyn std::error::Error> {
        None
    }

    /// Every code that [`code`](Self::code) can return, with the schema of its data, for generators of typed clients; `None`
    /// unless overridden, which stands for any code. The generator's contract is that of serialization.
    #[cfg(feature = "contract")]
    fn codes(generator: &mut schemars::SchemaGenerator) -> Option<Vec<crate::contract::ErrorShape>>
    where
        Self: Sized,
    {
        let _ = generator;
        None
    }
}

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

    /// Creates an error from an error and the chain of its sources: from the first registered [`ClientError`] among
    /// them, or otherwise an internal error.
    #[cold]
    pub(crate) fn from_chain(error: &(dyn std::error::Error + 'static)) -> Self {
        let Some(mut known) = known::first(error) else { return Self::with_sources(error) };
        // What wraps it says in which context it happened.
        known.record(text_with_sources(error));
        known
    }

    /// The same for an error that may borrow. Only its sources can be registered.
    #[cold]
    pub(crate) fn from_borrowing(error: &dyn std::error::Error) -> Self {
        let Some(mut known) = error.source().and_then(known::first) else { return Self::with_sources(error) };
        known.record(text_with_sources(error));
        known
    }

    /// Creates an internal error from an error and the chain of its sources, joined by colons.
    #[cold]
    fn with_sources(error: &dyn std::error::Error) -> Self {
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

/// The text of an error and of its sources, joined by colons.
#[cold]
pub(crate) fn text_with_sources(error: &dyn std::error::Error) -> String {
    with_sources(error.to_string(), error.source())
}

/// A text and the chain of an error's sources, joined by colons.
#[cold]
fn with_sources(mut message: String, mut source: Option<&(dyn std::error::Error + '_)>) -> String {
    while let Some(inner) = source {
        let text = inner.to_string();
        // Many error types print their source themselves, at the end or in the middle of their text. If repeated, the text of
        // an error that goes through many calls would double each time.
        if !message.contains(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        source = inner.source();
    }
    message
}

/// The sentence that replaces every error that is not meant for the client.
fn sanitized(assembly: Option<&str>, method: &str) -> String {
    let on_assembly = assembly.map(|assembly| format!(" on assembly '{assembly}'")).unwrap_or_default();
    format!(
        "There was an exception invoking '{method}'{on_assembly}. \
         For more details turn on detailed exceptions in 'CircuitOptions::detailed_errors'"
    )
}

impl<E: std::error::Error + 'static> From<E> for CallError {
    fn from(error: E) -> Self {
        Self::from_chain(&error)
    }
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

/// A failed call as its caller receives it: the `Error` with which the promise in JavaScript is rejected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallFailure {
    /// `error.message`
    pub message: String,
    /// `error.code`: one of [`ErrorCode`], or a code of the application
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
