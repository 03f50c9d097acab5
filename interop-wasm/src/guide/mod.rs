//! Guides to building a module and to what differs inside a page. These modules contain documentation only.

#[doc = include_str!("building.md")]
pub mod building {}

#[doc = include_str!("limitations.md")]
pub mod limitations {}

#[doc = include_str!("panics.md")]
pub mod panics {}
