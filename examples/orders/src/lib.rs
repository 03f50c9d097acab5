//! A shop's orders: an application on `interop-server` to start from.
//!
//! * `store`: the database, and the files of attachments
//! * `methods`: what the page can call
//! * `login`: sessions, and the user of each page
//! * `caller`: who may call a method
//! * `application`: routes and options

// The fields of these types say what they are by their names.
#![allow(missing_docs, missing_debug_implementations)]

pub use crate::application::{Options, application};
pub use crate::caller::policies;

mod application;
mod caller;
pub mod error;
mod events;
mod login;
pub mod methods;
mod page;
pub mod store;

interop_core::assembly!("Orders");
