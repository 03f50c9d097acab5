//! A library whose methods are registered although nothing refers to them. Its assembly has the name of the package.

#![forbid(unsafe_code)]

mod shelves;
pub mod unused;

use interop_core::js_invokable;

/// In the root.
#[js_invokable]
pub fn at_the_root() -> &'static str {
    "root"
}

/// Functions that a macro makes: all of them stand in one place.
macro_rules! made {
    ($($name:ident)*) => {
        $(
            /// Says its name.
            #[js_invokable]
            pub fn $name() -> &'static str {
                stringify!($name)
            }
        )*
    };
}

made!(first_made second_made third_made);
