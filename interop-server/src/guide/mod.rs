//! Guides to running a server: authentication, deployment, guards, testing and troubleshooting. These modules contain documentation only.

#![allow(clippy::doc_markdown, reason = "the pages name products and headers")]

#[doc = include_str!("authentication.md")]
pub mod authentication {}

#[doc = include_str!("deployment.md")]
pub mod deployment {}

#[doc = include_str!("guards.md")]
pub mod guards {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("troubleshooting.md")]
pub mod troubleshooting {}
