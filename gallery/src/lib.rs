//! Every example of the ASP.NET Core article "Call .NET methods from JavaScript functions", in Rust.
//!
//! * `examples`: the Rust side of each example, one file each
//! * `catalogue`: the sections of the page: which files each example has
//! * `page`: the page, put together from the files in `page/`
//! * `highlight`: a little colour for the sources that the page shows
//! * `render`, `binding`: what the examples need in place of Blazor's components
//!
//! The examples know nothing of the server; `main.rs` brings the two together.

interop_core::assembly!("BlazorSample");

pub mod binding;
pub mod catalogue;
pub mod examples;
mod highlight;
pub mod page;
pub mod render;
