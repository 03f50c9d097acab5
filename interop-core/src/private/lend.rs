//! What is decoded for a parameter that borrows a type without a size.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

/// A type of which a function can take `&T`. Expansions ask for it for slices, and where a type has the name of one of those
/// below: it may be a type of the user's with the same name.
pub trait Lend {
    /// What is decoded, and lent for the call.
    type Owned;
}

impl<T> Lend for T {
    type Owned = T;
}

impl<T> Lend for [T] {
    type Owned = Vec<T>;
}

impl Lend for Path {
    type Owned = PathBuf;
}

impl Lend for OsStr {
    type Owned = OsString;
}

impl Lend for CStr {
    type Owned = CString;
}
