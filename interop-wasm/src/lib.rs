#![doc = include_str!("guide/crate.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod area;
mod client;
mod entered;
mod error;
#[doc(hidden)]
pub mod exports;
pub mod guide;
mod options;
mod page;
mod panic;
mod services;
mod timers;
mod welcome;

pub use crate::options::WasmOptions;

/// What [`export!`] expands to. Not an API.
#[doc(hidden)]
pub mod __private {
    pub use inventory::submit;

    pub use crate::options::Export;
}

/// Exports the annotated methods of the module to JavaScript. An application adds this one line.
///
/// Every annotated function that the module links can be called. Options are passed as a function or a closure that
/// returns [`WasmOptions`]:
///
/// ```
/// use interop_core::CircuitOptions;
/// use interop_wasm::WasmOptions;
///
/// interop_wasm::export!(|| WasmOptions::new()
///     .circuit(CircuitOptions::new().detailed_errors(true)));
/// ```
///
/// Without options, the line is `interop_wasm::export!();`. A module contains it once. On other targets it does
/// nothing.
#[macro_export]
macro_rules! export {
    () => {
        $crate::export!($crate::WasmOptions::new);
    };
    ($options:expr $(,)?) => {
        $crate::__private::submit! {
            $crate::__private::Export { options: $options, file: ::core::file!(), line: ::core::line!() }
        }
    };
}
