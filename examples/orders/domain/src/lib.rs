//! What an order is, what it costs and how it changes.
//!
//! The server links this crate and decides with it. The page loads the same crate as a WebAssembly module, and shows the
//! same price before anything is sent.

// The fields of these types say what they are by their names.
#![allow(missing_docs, missing_debug_implementations)]

pub use crate::basket::{Article, BasketError, Line, Quote, QuoteLine, quote};
pub use crate::forecast::{Forecast, forecast};
pub use crate::status::{Role, Status, UnknownName, steps};

mod basket;
mod forecast;
mod status;

interop_core::assembly!("Domain");

#[cfg(target_arch = "wasm32")]
interop_wasm::export!();
