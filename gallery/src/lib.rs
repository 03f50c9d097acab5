//! Every example of the ASP.NET Core article "Call .NET methods from JavaScript functions", in Rust.
//!
//! * `examples`: the Rust side of each example, one file each
//! * `catalogue`: the sections of the page, with the files of each example
//! * `page`: builds the page from the files in `page/`
//! * `typed`: the examples that use the generated client
//! * `highlight`: highlights the sources that the page shows
//! * `render`, `binding`: replacements for the parts of Blazor's components that the examples need
//! * `console`: the output of the examples
//! * `host`: the options and exports for the hosts
//!
//! The examples are independent of the host. `main.rs` runs them on the server. Built for WebAssembly, the library is
//! the module that runs them in the page.

interop_core::assembly!("BlazorSample");

pub mod binding;
pub mod catalogue;
pub mod console;
pub mod examples;
mod highlight;
pub mod host;
pub mod page;
pub mod render;
pub mod typed;
