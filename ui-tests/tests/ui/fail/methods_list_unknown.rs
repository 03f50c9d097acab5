//! `methods![...]` with a function that has no attribute.

use interop_core::methods;

pub fn not_annotated() {}

fn main() {
    let _ = methods![not_annotated];
}
