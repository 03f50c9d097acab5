//! Registers functions and types, and detects ids that two methods share.

use crate::descriptor::MethodDescriptor;

/// Rejects the stand-in of a function that is not in a module; see `stand_in`.
#[track_caller]
pub const fn functions_of_module(functions: &[MethodDescriptor]) {
    assert!(
        !functions.is_empty(),
        "functions of an `impl` block are invokable only in a block with `#[interop_object]`: add it to the block (there \
         the attribute of the function must be named `js_invokable`)"
    );
}

/// Rejects a second method for an id. There is one element for each method that `#[cfg(...)]` has not removed.
#[track_caller]
pub const fn one_method_per_id(methods: &[()]) {
    assert!(methods.len() < 2, "another method of this block has the same id; give one of them another `name`");
}

/// Registers the function whose descriptors are in a constant: its symbol, that constant, and the claims to its ids.
///
/// In an `impl` block, the constant cannot be named in this way, but the import finds the module. The constant of the
/// outer block is then used instead.
///
/// `__Function` is a type, for `impl` blocks.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_register {
    ($symbol:literal $functions:ident $($claim:ident)*) => {
        enum __Function {}

        const _: () = {
            #[allow(non_snake_case)]
            mod $functions {}
            use $crate::__private::NO_FUNCTIONS as __FUNCTIONS;
            const _: () = {
                use $functions as __FUNCTIONS;
                const _: () = $crate::__private::functions_of_module(__FUNCTIONS);
                $crate::__private::submit! { $symbol, $crate::__private::Registration::Methods(__FUNCTIONS) }
            };
        };
        $crate::__private::claims! { $($claim)* }
    };
}

/// Claims ids for a method. All claims of a crate are associated constants of one type, for which two of the same name
/// are an error.
///
/// `assembly!()` creates this type at the crate root. Without `assembly!()`, the type that is declared here is used
/// instead, which no other claim uses. Only the registry then detects duplicates.
#[doc(hidden)]
#[allow(clippy::crate_in_macro_def, reason = "the name is looked for in the user's crate")]
#[macro_export]
macro_rules! __interop_claims {
    ($($claim:ident)*) => {
        const _: () = {
            mod __only_one_assembly_per_crate {
                pub(super) enum Ids {}
            }
            #[allow(non_local_definitions)]
            const _: () = {
                use crate::*;
                impl __only_one_assembly_per_crate::Ids {
                    $(const $claim: () = ();)*
                }
            };
        };
    };
}

/// Registers a value under a unique symbol.
///
/// A library reaches the linker as an archive, of which only those parts are taken that something refers to. Elsewhere the
/// compiler refers to all that must stay; for WebAssembly it does so for exports alone. What is exported takes along its
/// part, which is the module that it stands in, and with it the registration.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_submit {
    ($symbol:expr, $registration:expr) => {
        $crate::__private::inventory::submit! { $registration }

        #[cfg(all(target_arch = "wasm32", target_os = "unknown", not(test)))]
        #[unsafe(export_name = $symbol)]
        static __INTEROP_REGISTERED: ::core::primitive::u8 = 0;
    };
}
