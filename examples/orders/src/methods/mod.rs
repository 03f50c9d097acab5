//! What the page can call.

pub mod attachments;
pub mod orders;
pub mod reports;
pub mod session;
