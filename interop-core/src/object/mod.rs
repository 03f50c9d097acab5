//! Rust objects that JavaScript holds by id.

mod interop_object;
mod reference;
mod tracked;
mod type_name;

pub use self::interop_object::{InteropObject, OneInteropObjectBlockPerType};
pub use self::reference::ObjectReference;
pub(crate) use self::tracked::TrackedObject;
pub(crate) use self::type_name::without_paths;
