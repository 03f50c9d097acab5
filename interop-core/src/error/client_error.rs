use std::fmt;

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
