//! The errors of calls: [`CallError`] inside Rust, and [`CallFailure`] as the caller receives it.

mod call_error;
mod client_error;
mod code;
mod failure;
pub(crate) mod known;
pub(crate) mod report;
mod sources;

pub use self::call_error::CallError;
pub use self::client_error::ClientError;
pub use self::code::ErrorCode;
pub use self::failure::CallFailure;
pub(crate) use self::sources::text_with_sources;
