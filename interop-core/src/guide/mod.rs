//! Guides to the concepts of this crate. These modules contain documentation only.

#[doc = include_str!("context.md")]
pub mod context {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("groups.md")]
pub mod groups {}

#[doc = include_str!("guards.md")]
pub mod guards {}

#[doc = include_str!("linking.md")]
pub mod linking {}

#[doc = include_str!("streams.md")]
pub mod streams {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("values.md")]
pub mod values {}
