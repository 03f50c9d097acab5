//! What `methods!` makes of paths.

use expect_test::expect;
use quote::quote;

use super::snapshot::{expect_errors, tokens};
use crate::methods::methods;

#[test]
fn paths_become_paths_of_constants() {
    let list = methods(tokens("add, #[cfg(unix)] crate::orders::place, self::r#type,"));
    let expected = quote! {
        (&[__interop_add, #[cfg(unix)] crate::orders::__interop_place, self::__interop_type]
            as &'static [_])
    };
    assert_eq!(list.to_string(), expected.to_string());
    assert_eq!(methods(tokens("")).to_string(), quote!((&[] as &'static [_])).to_string());
}

#[test]
fn wrong_elements() {
    expect_errors(
        methods(tokens("add::<u8>, #[allow(x)] sub")),
        &expect![[r#"
            add::<u8>: expected the path of a function without generic arguments
            #[allow(x)]: only `#[cfg(...)]` attributes are possible here
        "#]],
    );
    expect_errors(
        methods(tokens("add(1)")),
        &expect![[r#"
        (: expected `,`
    "#]],
    );
    expect_errors(
        methods(tokens("\"add\"")),
        &expect![[r#"
        "add": expected identifier
    "#]],
    );
}
