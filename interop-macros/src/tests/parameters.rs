//! How parameters are decoded and passed.

use expect_test::expect;

use super::snapshot::{expect_fields, function};

#[test]
fn parameters_are_lent_where_they_are_references() {
    let item = "pub fn f<'a>(a: &'a str, b: &[u8], c: &[Row<'a>], d: &Row<'a>, _: Option<&'a str>, \
                e: for<'b> fn(&'b u8, &'a u8), f: &Box<dyn for<'c> Fn(&'c u8) + 'static>) {}";
    expect_fields(
        "thunk",
        function("", item),
        &expect![[r#"
            const VALUE: _ = __i::Thunk::Sync(|__call, __reply| {
                let (__arg0, __arg1, __arg2, __arg3, __arg4, __arg5, __arg6) = __call
                    .args_7::<
                        &'_ str,
                        &[u8],
                        <[Row<'_>] as __i::Lend>::Owned,
                        Row<'_>,
                        Option<&'_ str>,
                        for<'b> fn(&'b u8, &'_ u8),
                        Box<dyn for<'c> Fn(&'c u8) + 'static>,
                        _,
                        _,
                        _,
                        _,
                        _,
                        _,
                        _,
                    >()?;
                let __result = __i::function!(
                    f, value_7
                )(__arg0, __arg1, &*__arg2, &__arg3, __arg4, __arg5, &__arg6);
                __reply.send_value(__call, __result)
            });
        "#]],
    );
    expect_fields(
        "type_name",
        function("", item),
        &expect![[r#"
            const VALUE: _ = "&'a str";
            const VALUE: _ = "&[u8]";
            const VALUE: _ = "&[Row<'a>]";
            const VALUE: _ = "&Row<'a>";
            const VALUE: _ = "Option<&'a str>";
            const VALUE: _ = "for<'b> fn(&'b u8, &'a u8)";
            const VALUE: _ = "&Box<dyn for<'c> Fn(&'c u8) + 'static>";
        "#]],
    );
}

#[test]
fn parameters_with_a_condition_are_decoded_one_by_one() {
    let item = "#[cfg(unix)] pub fn f(#[cfg(a)] #[allow(unused)] a: &Row, b: u8) {}";
    expect_fields(
        "thunk",
        function("", item),
        &expect![[r#"
            const VALUE: _ = __i::Thunk::Sync(|__call, __reply| {
                #[allow(unused_mut)]
                let mut __reader = __call.arguments()?;
                #[cfg(a)]
                let __arg0: Row = __reader.next::<_, _>()?;
                let __arg1: _ = __reader.next::<u8, _>()?;
                __reader.finish()?;
                let __result = f(#[cfg(a)] &__arg0, __arg1);
                __reply.send_value(__call, __result)
            });
        "#]],
    );
    expect_fields(
        "parameters",
        function("", item),
        &expect![[r#"
            const VALUE: _ = &[
                #[cfg(a)]
                __i::parameter!("a", "&Row", Row),
                __i::parameter!("b", "u8", u8),
            ];
        "#]],
    );
}
