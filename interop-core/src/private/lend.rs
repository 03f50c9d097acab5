//! The types that are decoded for parameters that borrow an unsized type.

use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

/// A type of which a function can take `&T`. Expansions use it for slices, and for types that have the name of one of
/// those below, because an application may have a type with the same name.
pub trait Lend {
    /// The type that is decoded, and lent for the call.
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
