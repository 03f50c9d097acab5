/// Names the assembly of a crate, by which JavaScript calls its methods. Optional, once, at the crate root.
///
/// Without it the assembly has the name of the package. With it, two methods of the crate that have the same id are an
/// error at `cargo check`; without it the error comes when the registry is built. A single item can choose another
/// assembly with `#[js_invokable(assembly = "...")]`.
///
/// ```standalone_crate
/// interop_core::assembly!("BlazorSample");
///
/// # mod inner {
/// #[interop_core::js_invokable(name = "ReturnArrayAsync")]
/// pub async fn return_array() -> Vec<i32> {
///     vec![1, 2, 3]
/// }
/// # }
/// # fn main() {
/// let app = interop_core::InProcess::new();
/// let array: Vec<i32> = futures_executor::block_on(app.call_async("BlazorSample", "ReturnArrayAsync", ())).unwrap();
/// assert_eq!(array, [1, 2, 3]);
/// # }
/// ```
#[macro_export]
macro_rules! assembly {
    ($name:literal $(,)?) => {
        // The compiler reports this name if a crate has two of them.
        #[doc(hidden)]
        #[allow(dead_code)]
        pub(crate) mod __only_one_assembly_per_crate {
            pub(crate) const NAME: $crate::__private::Text = $name;
            pub(crate) enum Ids {}

            // In here, so that a second one is no second error.
            $crate::__interop_contract_test!();
        }

        const _: () = $crate::__private::assert_assembly($name, ::core::module_path!());
    };
    ($($other:tt)*) => {
        ::core::compile_error!("write the name of the assembly as a string literal: assembly!(\"Shop\")");
    };
}

/// The test through which a tool reads the contract of a crate: the test program links what the crate links.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_contract_test {
    () => {};
}

/// The test through which a tool reads the contract of a crate: the test program links what the crate links.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_contract_test {
    () => {
        #[cfg(test)]
        #[::core::prelude::v1::test]
        fn __interop_contract() {
            $crate::contract::write_description();
        }
    };
}

/// Rejects an empty name, and an invocation outside of the crate root.
#[doc(hidden)]
#[track_caller]
pub const fn assert_assembly(name: &str, module_path: &str) {
    assert!(!name.trim_ascii().is_empty(), "the name of an assembly must not be empty");
    let path = module_path.as_bytes();
    let mut at = 0;
    while at < path.len() {
        assert!(path[at] != b':', "`assembly!` names the assembly of a crate: write it at the crate root");
        at += 1;
    }
}
