//! Blocks that `#[interop_object]` rejects, with the error texts.

use expect_test::expect;

use super::snapshot::{expect_code, expect_errors, object};

#[test]
fn headers() {
    expect_errors(
        object("", "impl<'a, T: 'a> Shop<'a, T> { #[js_invokable] pub fn f(&mut self) {} }"),
        &expect![[r#"
            'a: JavaScript can hold the object indefinitely, so its type cannot borrow; remove the lifetime and let the type own its data
        "#]],
    );
    expect_errors(
        object("", "impl Shop<'_> { #[js_invokable] pub fn f(&self) {} }"),
        &expect![[r#"
            '_: JavaScript can hold the object indefinitely, so its type cannot borrow; remove the lifetime and let the type own its data
        "#]],
    );
    expect_errors(
        object("", "impl Shop<&str> { #[js_invokable] pub fn f(&self) {} }"),
        &expect![[r#"
            &str: JavaScript can hold the object indefinitely, so its type cannot borrow; remove the lifetime and let the type own its data
        "#]],
    );
    expect_errors(
        object("", "impl fmt::Display for Shop { #[js_invokable] pub fn fmt(&self) {} }"),
        &expect![[r#"
            fmt::Display: `#[interop_object]` belongs on an inherent `impl` block, not on the implementation of a trait
        "#]],
    );
}

#[test]
fn blocks_that_the_compiler_refuses_by_itself_are_left_alone() {
    for header in ["unsafe impl Shop", "impl [u8]", "impl (u8, u8)", "impl &Shop", "impl u8", "impl str"] {
        let expansion = object("", &format!("{header} {{ #[js_invokable] pub fn f(&mut self) {{}} }}")).to_string();
        assert!(!expansion.contains("compile_error") && !expansion.contains("__i"), "{expansion}");
    }
}

#[test]
fn other_items() {
    expect_errors(
        object("", "struct Shop;"),
        &expect![[r#"
            struct Shop: `#[interop_object]` belongs on the `impl` block that contains the invokable methods, not on the struct itself
        "#]],
    );
    expect_errors(
        object("", "pub fn shop() {}"),
        &expect![[r#"
            fn shop: `#[interop_object]` belongs on the `impl` block that contains the invokable methods, not on a function
        "#]],
    );
    expect_errors(
        object("", "trait Shop {}"),
        &expect![[r#"
            trait Shop: `#[interop_object]` belongs on the `impl` block that contains the invokable methods, not on a trait
        "#]],
    );
}

#[test]
fn static_functions_of_generic_blocks() {
    expect_errors(
        object("", "impl<T> Shop<T> { #[js_invokable] pub fn new() -> Self {} }"),
        &expect![[r#"
            new: a function without receiver cannot be in a generic block, because JavaScript cannot name the type; take `&self`, or move the function out of the block
        "#]],
    );
}

#[test]
fn duplicate_ids() {
    expect_errors(
        object(
            r#"rename_all = "PascalCase""#,
            r#"impl Shop {
                #[js_invokable] pub fn add_item(&self) {}
                #[js_invokable(name = "AddItem")] pub fn put(&self) {}
                #[js_invokable(name = "AddItem")] pub fn add() {}
                #[js_invokable(name = "AddItem", assembly = "Other")] pub fn add_other() {}
                #[js_invokable(name = "x")] #[js_invokable(name = "x")] pub fn x(&self) {}
                #[cfg(unix)] #[js_invokable(name = "AddItem")] pub fn put_on_unix(&self) {}
            }"#,
        ),
        &expect![[r#"
            "x": duplicate id `x`; give each `#[js_invokable]` another `name`
            "x": duplicate id `x`; give each `#[js_invokable]` another `name`
            add_item: duplicate id `AddItem`: `put` has the same id
            "AddItem": duplicate id `AddItem`: `add_item` has the same id
        "#]],
    );
}

#[test]
fn options_of_methods() {
    expect_errors(
        object(
            r#"assembly = """#,
            r#"impl Shop {
                #[js_invokable(assembly = "Other")] pub fn f(&self) {}
                #[js_invokable(crate = a)] pub fn g(&self) {}
                #[js_invokable = "h"] pub fn h(&self) {}
                #[cfg_attr(unix, js_invokable)] fn i(&self) {}
            }"#,
        ),
        &expect![[r##"
            #[cfg_attr(unix, js_invokable)]: `#[js_invokable]` cannot be inside `cfg_attr`; remove `cfg_attr`, and write `#[cfg(...)]` on the function
            crate: `crate` belongs on the `#[interop_object]` of this block
            js_invokable = "h": options are written in parentheses, as in `#[js_invokable(name = "...")]`
            "": the name of an assembly cannot be empty; omit `assembly` to use that of the crate
            "Other": `assembly` belongs on functions without receiver or on `#[interop_object]`; methods are found through their object
        "##]],
    );
}

#[test]
fn the_block_stays_and_the_type_is_still_an_object() {
    let item = "impl<T: Send> Page<T> { #[js_invokable] pub fn f(&mut self) {} #[js_invokable(nam = \"G\")] pub fn g(&self) {} }";
    expect_code(
        object("", item),
        &expect![[r#"
            impl<T: Send> Page<T> {
                pub fn f(&mut self) {}
                pub fn g(&self) {}
            }
            const _: () = {
                use ::interop_core::__private as __i;
                #[automatically_derived]
                impl<T: 'static + Send> __i::OneInteropObjectBlockPerType for Page<T> {
                    const NAME: __i::Text = "Page";
                    const DOCS: __i::Text = "";
                    const ASSEMBLY: __i::Text = "";
                    const LOCATION: __i::Location = __i::location!();
                    const METHODS: &'static [__i::MethodDescriptor] = &[];
                    const STATICS: &'static [__i::MethodDescriptor] = &[];
                }
            };
            const _: () = {
                #[js_invokable(__mention)]
                const _: () = ();
            };
            ::core::compile_error! {
                "unknown option `nam`, did you mean `name`?"
            }
            ::core::compile_error! {
                "the object is shared by everything that holds a reference to it; take `&self`, and keep mutable state in a lock or an atomic"
            }
        "#]],
    );
    expect_code(
        object("", "impl<'a> Page<'a> { #[js_invokable] pub fn f(&self) {} }"),
        &expect![[r#"
            impl<'a> Page<'a> {
                pub fn f(&self) {}
            }
            const _: () = {
                #[js_invokable(__mention)]
                const _: () = ();
            };
            ::core::compile_error! {
                "JavaScript can hold the object indefinitely, so its type cannot borrow; remove the lifetime and let the type own its data"
            }
        "#]],
    );
}
