//! Misplaced `#[js_invokable]` attributes, and the code that is emitted for an item after an error.

use expect_test::expect;

use super::snapshot::{errors, expect_code, expect_errors, function};

#[test]
fn conditional_attributes() {
    expect_errors(
        function("", "#[cfg_attr(unix, js_invokable(name = \"g\"))] pub fn f() {}"),
        &expect![[r##"
            #[cfg_attr(unix, js_invokable(name = "g"))]: `#[js_invokable]` cannot be inside `cfg_attr`; remove `cfg_attr`, and write `#[cfg(...)]` on the function
        "##]],
    );
}

#[test]
fn other_items() {
    for (item, kind) in [
        ("pub struct S;", "a struct"),
        ("pub trait T { fn f(&self); }", "a trait"),
        ("mod m { pub fn f() {} }", "a module"),
        ("const C: u8 = 0;", "a constant"),
        ("use a::b;", "an import"),
    ] {
        assert!(errors(function("", item)).ends_with(&format!("blocks, not on {kind}\n")), "{item}");
        assert!(function("", item).to_string().starts_with(&super::snapshot::tokens(item).to_string()), "{item}");
    }
    expect_errors(
        function("", "enum E {}"),
        &expect![[r#"
            enum E: `#[js_invokable]` belongs on functions and on the methods of `#[interop_object]` blocks, not on an enum
        "#]],
    );
    expect_errors(
        function("", "impl Shop { pub fn f() {} }"),
        &expect![[r#"
            impl Shop: `#[js_invokable]` belongs on the methods of an `impl` block; write `#[interop_object]` on the block
        "#]],
    );
    expect_errors(
        function("", "impl Trait for Shop { fn f(&self) {} }"),
        &expect![[r#"
            impl Trait for Shop: `#[js_invokable]` belongs on the methods of an inherent `impl` block with `#[interop_object]`, not on the implementation of a trait
        "#]],
    );
    expect_errors(
        function("", "pub fn f();"),
        &expect![[r#"
        fn f(): `#[js_invokable]` requires a function with a body, not a declaration
    "#]],
    );
    expect_errors(
        function("", "pub fn f(a) {}"),
        &expect![[r#"
        ): expected `:`
    "#]],
    );
}

#[test]
fn the_item_stays_and_methods_finds_its_name() {
    expect_code(
        function("nmae = \"F\"", "/// Docs.\n #[js_invokable(name = \"g\")] pub fn f(#[cfg(a)] a: u8) { body! {} }"),
        &expect![[r#"
            /// Docs.
            pub fn f(#[cfg(a)] a: u8) {
                body! {}
            }
            #[doc(hidden)]
            #[allow(dead_code)]
            pub const __js_invokable_f: &[::interop_core::__private::MethodDescriptor] = &[];
            ::core::compile_error! {
                "unknown option `nmae`, did you mean `name`?"
            }
        "#]],
    );
}
