//! The contents of the descriptors of functions.

use expect_test::expect;

use super::snapshot::{expect_fields, function};

#[test]
fn a_repeated_attribute_gives_another_id() {
    let expansion = function(
        r#"name = "One""#,
        r#"#[interop_core::js_invokable(name = "Two", assembly = "Other")] #[js_invokable()] pub fn r#type() {}"#,
    );
    let text = expansion.to_string();
    assert!(!text.contains("js_invokable (") && !text.contains("js_invokable]"), "{text}");
    expect_fields(
        "id",
        expansion.clone(),
        &expect![[r#"
        const VALUE: _ = "One";
        const VALUE: _ = "Two";
        const VALUE: _ = "type";
    "#]],
    );
    expect_fields(
        "rust_name",
        expansion.clone(),
        &expect![[r#"
            const VALUE: _ = "type";
            const VALUE: _ = "type";
        "#]],
    );
    expect_fields(
        "assembly",
        expansion,
        &expect![[r#"
            const VALUE: _ = "Other";
        "#]],
    );
}

#[test]
fn docs_that_come_from_macros_are_concatenated() {
    let item = "/// One.\n///\n///   Two.\n pub fn f() {}";
    expect_fields(
        "docs",
        function("", item),
        &expect![[r#"
        const VALUE: _ = "One.\n\n  Two.";
    "#]],
    );
    let item = r#"/// One.
        #[doc = include_str!("two.md")] #[doc(hidden)] pub fn f() {}"#;
    expect_fields("docs", function("", item), &expect![""]);
}
