//! Every example of the ASP.NET Core article "Call .NET methods from JavaScript functions", in Rust.
//!
//! * `examples`: the Rust side of each example, one file each
//! * `catalogue`: the sections of the page: which files each example has
//! * `page`: the page, put together from the files in `page/`
//! * `highlight`: a little colour for the sources that the page shows
//! * `render`, `binding`: what the examples need in place of Blazor's components
//! * `console`: where they print
//! * `host`: what brings them together with a host
//!
//! The examples know no host. `main.rs` serves them from the server; built for WebAssembly, the library is the module that
//! runs them in the page.

interop_core::assembly!("BlazorSample");

pub mod binding;
pub mod catalogue;
pub mod console;
pub mod examples;
mod highlight;
pub mod host;
pub mod page;
pub mod render;
