//! The contract between annotated Rust methods and their callers, and typed clients made from it.
//!
//! A [`Contract`] lists what JavaScript can call: assemblies, methods and objects, the JSON Schema of every parameter
//! and result in its direction, and the codes with which calls fail. All generators use this document only.
//!
//! ```
//! use interop_contract::{Contract, typescript};
//! use interop_core::{Registry, js_invokable};
//!
//! /// Adds two numbers.
//! #[js_invokable(assembly = "Shop")]
//! pub fn add(a: i32, b: i32) -> i32 {
//!     a + b
//! }
//!
//! let contract = Contract::of(&Registry::linked()?)?;
//! let client = typescript::client(&contract, &typescript::Options::default())?;
//! let declarations = &client.file("shop.d.ts").unwrap().text;
//! assert!(declarations.contains("add: Method<[a: number, b: number], number>;"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The [guide] leads from `cargo add` to a typed call, describes how types are mapped, and shows how to check clients
//! in CI.
//!
//! The command line of the generator is `cargo interop`, in the crate `cargo-interop`. The described program does not
//! depend on this crate, because its test program describes itself.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod changes;
mod document;
mod findings;
mod hash;
#[doc = include_str!("guide.md")]
pub mod guide {}
mod reading;
#[cfg(feature = "samples")]
pub mod samples;
mod schema;
pub mod typescript;

pub use crate::changes::{Change, breaking_changes};
pub use crate::document::{
    Assembly, Contract, Direction, ErrorCode, Event, Interface, InterfaceMethod, InterfaceMode, Method, Mode,
    NamedType, Object, Parameter, VERSION,
};
pub use crate::findings::{Problems, Warning};
