//! The grammar of attribute arguments, with its error texts.

use expect_test::expect;

use super::snapshot::{errors, expect_errors, expect_fields, function, object};
use crate::options::RenameRule;

const FUNCTION: &str = "pub fn f() {}";
const BLOCK: &str = "impl Shop { #[js_invokable] pub fn f(&self) {} }";

#[test]
fn all_options_of_a_function() {
    let expansion = function(r#"name = "F", assembly = "Shop", blocking, crate = ::a::core,"#, FUNCTION);
    let text = expansion.to_string();
    assert!(text.contains("use :: a :: core :: __private as __i ;"), "{text}");
    assert!(text.contains("__i :: Thunk :: blocking"), "{text}");
    expect_fields(
        "id",
        expansion.clone(),
        &expect![[r#"
        const VALUE: _ = "F";
    "#]],
    );
    expect_fields(
        "assembly",
        expansion,
        &expect![[r#"
        const VALUE: _ = "Shop";
    "#]],
    );
}

#[test]
fn values_in_invisible_delimiters() {
    use proc_macro2::{Delimiter, Group};
    use quote::quote;

    let name = Group::new(Delimiter::None, quote!("F"));
    let path = Group::new(Delimiter::None, quote!(a::core));
    let expansion = crate::invokable::js_invokable(
        quote!(name = #name, crate = #path),
        &quote!(
            pub fn f() {}
        ),
    );
    assert!(expansion.to_string().contains("a :: core :: __private"));
    expect_fields(
        "id",
        expansion,
        &expect![[r#"
        const VALUE: _ = "F";
    "#]],
    );
}

#[test]
fn unknown_options() {
    expect_errors(
        function("nmae = \"F\", id = \"F\", Blocking, colour = red(1, 2), assembly = \"\"", FUNCTION),
        &expect![[r#"
            nmae: unknown option `nmae`, did you mean `name`?
            id: unknown option `id`, did you mean `name`?
            Blocking: unknown option `Blocking`, did you mean `blocking`?
            colour: unknown option `colour`; the options of `#[js_invokable]` are `name`, `assembly`, `blocking`, `policy`, `timeout`, `crate`
            "": the name of an assembly cannot be empty; omit `assembly` to use that of the crate
        "#]],
    );
    expect_errors(
        object("renameall = \"camelCase\", asembly = \"A\", krate = a, x", BLOCK),
        &expect![[r#"
            renameall: unknown option `renameall`, did you mean `rename_all`?
            asembly: unknown option `asembly`, did you mean `assembly`?
            krate: unknown option `krate`, did you mean `crate`?
            x: unknown option `x`; the options of `#[interop_object]` are `assembly`, `policy`, `rename_all`, `crate`
        "#]],
    );
}

#[test]
fn options_that_belong_elsewhere() {
    expect_errors(
        function("rename_all = \"camelCase\"", FUNCTION),
        &expect![[r#"
        rename_all: `rename_all` belongs on `#[interop_object]`; here `name = "..."` sets the id
    "#]],
    );
    expect_errors(
        object("name = \"Shop\", blocking", BLOCK),
        &expect![[r#"
        name: `name` belongs on the `#[js_invokable]` of a method
        blocking: `blocking` belongs on the `#[js_invokable]` of a method
    "#]],
    );
    expect_errors(
        object("", "impl Shop { #[js_invokable(crate = a, rename_all = \"x\")] pub fn f(&self) {} }"),
        &expect![[r#"
            crate: `crate` belongs on the `#[interop_object]` of this block
            rename_all: `rename_all` belongs on `#[interop_object]`; here `name = "..."` sets the id
        "#]],
    );
}

#[test]
fn wrong_values() {
    expect_errors(
        function("name, assembly(\"A\"), blocking = true, crate = \"a\"", FUNCTION),
        &expect![[r#"
            name: expected a string literal: `name = "..."`
            assembly: expected a string literal: `assembly = "..."`
            blocking: `blocking` is a flag; write it without a value
            "a": expected a path without quotes: `crate = path::to::interop_core`
        "#]],
    );
    expect_errors(
        function("name = F, assembly = 1", FUNCTION),
        &expect![[r#"
        F: expected a string literal: `name = "..."`
        1: expected a string literal: `assembly = "..."`
    "#]],
    );
    expect_errors(
        function("\"Add\"", FUNCTION),
        &expect![[r#"
        "Add": write the id with its key: `name = "Add"`
    "#]],
    );
    expect_errors(
        function("1", FUNCTION),
        &expect![[r#"
        1: expected an option, as in `name = "..."`
    "#]],
    );
    expect_errors(
        function("name =", FUNCTION),
        &expect![[r#"
            name =: expected a string literal: `name = "..."`
        "#]],
    );
    expect_errors(
        function("name = \"a\" assembly = \"b\", blockin", FUNCTION),
        &expect![[r#"
            assembly: expected `,`
            blockin: unknown option `blockin`, did you mean `blocking`?
        "#]],
    );
    expect_errors(
        function(", =", FUNCTION),
        &expect![[r#"
        ,: expected ident
        =: expected ident
    "#]],
    );
    expect_errors(
        object("\"Shop\"", BLOCK),
        &expect![[r#"
        "Shop": expected an option, as in `assembly = "..."`
    "#]],
    );
    expect_errors(
        object("rename_all = \"PascalCas\"", BLOCK),
        &expect![[r#"
        "PascalCas": unknown style `PascalCas`; the styles are `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`
    "#]],
    );
}

#[test]
fn duplicate_options() {
    expect_errors(
        function("name = \"F\", blocking, name = \"G\", blocking", FUNCTION),
        &expect![[r#"
            name: duplicate option `name`
            blocking: duplicate option `blocking`
        "#]],
    );
    expect_errors(
        function(
            "crate = a",
            "#[js_invokable(name = \"g\", crate = a)] #[js_invokable(name = \"h\", crate = b)] pub fn f() {}",
        ),
        &expect![[r#"
            b: the attributes of one function cannot have different paths in `crate`
        "#]],
    );
}

#[test]
fn empty_brackets() {
    assert_eq!(errors(function("", "#[js_invokable(name = \"g\")] pub fn f() {}")), "");
    assert_eq!(errors(object("", "impl Shop { #[js_invokable()] pub fn f(&self) {} }")), "");
}

#[test]
fn styles_of_ids() {
    for (rule, expected) in [
        (RenameRule::Lower, "get_x_of"),
        (RenameRule::Upper, "GET_X_OF"),
        (RenameRule::Pascal, "GetXOf"),
        (RenameRule::Camel, "getXOf"),
        (RenameRule::Snake, "get_x_of"),
        (RenameRule::ScreamingSnake, "GET_X_OF"),
        (RenameRule::Kebab, "get-x-of"),
        (RenameRule::ScreamingKebab, "GET-X-OF"),
    ] {
        assert_eq!(rule.apply("get_x_of"), expected);
    }
}
