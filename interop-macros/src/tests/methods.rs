//! Expansions of `methods!`.

use expect_test::expect;

use super::snapshot::{expect_errors, tokens};
use crate::methods::methods;

#[test]
fn paths_become_paths_of_constants() {
    let list = methods(tokens("add, #[cfg(unix)] crate::orders::place, self::r#type,")).to_string();
    let elements =
        tokens("[__js_invokable_add, #[cfg(unix)] crate::orders::__js_invokable_place, self::__js_invokable_type]");
    assert!(list.contains(&elements.to_string()), "{list}");
    assert!(methods(tokens("")).to_string().contains("& []"));
}

#[test]
fn wrong_elements() {
    expect_errors(
        methods(tokens("add::<u8>, #[allow(x)] sub")),
        &expect![[r#"
            add::<u8>: expected the path of a function with `#[js_invokable]`, without arguments
            #[allow(x)]: only `#[cfg(...)]` attributes are allowed here
        "#]],
    );
    expect_errors(
        methods(tokens("add(1)")),
        &expect![[r#"
            (: expected the path of a function with `#[js_invokable]`, without arguments
        "#]],
    );
    expect_errors(
        methods(tokens("\"add\"")),
        &expect![[r#"
            "add": expected the path of a function with `#[js_invokable]`, without arguments
        "#]],
    );
}
