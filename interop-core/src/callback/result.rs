use serde::Serialize;

use crate::error::CallError;
use crate::threading::MaybeSend;

/// The result of a callback: a value or a `Result<T, CallError>`. `K` distinguishes the two and is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a `Callback`",
    label = "returns `{Self}`",
    note = "a result must implement `serde::Serialize`, and so must everything in it; or return `Result<.., CallError>`",
    note = "a closure that is `async` or returns a future is made a callback by `Callback::new_async`"
)]
pub trait CallbackResult<K>: MaybeSend {
    /// The value.
    #[doc(hidden)]
    type Value: Serialize;
    /// The value or the error.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn into_result(self) -> Result<Self::Value, CallError>;
}

/// The result is a value.
#[doc(hidden)]
#[derive(Debug)]
pub struct PlainResult;

/// The result is a value or an error.
#[doc(hidden)]
#[derive(Debug)]
pub struct FallibleResult;

#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend> CallbackResult<PlainResult> for T {
    type Value = T;

    fn into_result(self) -> Result<T, CallError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend> CallbackResult<FallibleResult> for Result<T, CallError> {
    type Value = T;

    fn into_result(self) -> Self {
        self
    }
}

/// Marks a `Result` whose error is a value for serde, such as `Result<T, String>`.
///
/// Such a result is also a value, which would reach JavaScript as `{"Ok":..}` or `{"Err":..}`. Two implementations apply to
/// it, so the compiler rejects the closure and lists both: the name of the marker is for this list.
#[doc(hidden)]
#[derive(Debug)]
pub struct ConvertTheErrorToCallError;

#[doc(hidden)]
#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend, E: Serialize + MaybeSend> CallbackResult<ConvertTheErrorToCallError> for Result<T, E> {
    type Value = T;

    fn into_result(self) -> Result<T, CallError> {
        self.map_err(|_| CallError::internal("the error of a callback is a `CallError`"))
    }
}
