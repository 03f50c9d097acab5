//! What registers functions and types, and what finds ids that two methods share.

use crate::descriptor::MethodDescriptor;

/// Refuses the stand-in of a function that is not in a module: see `stand_in`.
#[track_caller]
pub const fn functions_of_module(functions: &[MethodDescriptor]) {
    assert!(
        !functions.is_empty(),
        "functions of an `impl` block are invokable only in a block with `#[interop_object]`: add it to the block (there \
         the attribute of the function must be named `js_invokable`)"
    );
}

/// Refuses a second method for an id. There is one element for each method that `#[cfg(...)]` has left.
#[track_caller]
pub const fn one_method_per_id(methods: &[()]) {
    assert!(methods.len() < 2, "another method of this block has the same id; give one of them another `name`");
}

/// Registers the function whose descriptors a constant holds: its symbol, that constant, and the claims to its ids.
///
/// In an `impl` block the constant cannot be named like this, but the import finds the module. Then the constant of the
/// outer block stands in for it.
///
/// `__Function` is a type for an `impl` block.
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

/// Claims ids for a method. All claims of a crate meet in one type, where two of the same name are an error.
///
/// It is the type that `assembly!()` makes at the crate root. Without `assembly!()` there is no such type, and the one
/// that stands in for it here belongs to nobody else: then only the registry finds the duplicate.
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

/// Registers a value under a symbol that nothing else has.
///
/// A library reaches the linker as an archive, of which only those parts are taken that something refers to. Elsewhere the
/// compiler refers to all that must stay; for WebAssembly it does so for exports alone. What is exported takes along its
/// part, which is the module that it stands in, and with it the registration.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_submit {
    ($symbol:literal, $registration:expr) => {
        $crate::__private::inventory::submit! { $registration }

        #[cfg(all(target_arch = "wasm32", target_os = "unknown", not(test)))]
        #[unsafe(export_name = $symbol)]
        static __INTEROP_REGISTERED: ::core::primitive::u8 = 0;
    };
}
