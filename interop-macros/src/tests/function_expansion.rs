//! Expansions of `#[js_invokable]` on functions.

use expect_test::expect;

use super::snapshot::{expect_code, expect_fields, formatted, function};

#[test]
fn a_function_is_followed_by_its_descriptor_and_registration() {
    let expansion = function("", "/// Adds.\n#[inline] pub fn add(a: i32, mut b: i32) -> i32 { a + b }");
    expect_code(
        expansion,
        &expect![[r#"
            /// Adds.
            #[inline]
            pub fn add(a: i32, mut b: i32) -> i32 {
                a + b
            }
            #[doc(hidden)]
            pub const __js_invokable_add: &[::interop_core::__private::MethodDescriptor] = {
                use ::interop_core::__private as __i;
                __i::register! {
                    "symbol" __js_invokable_add two_methods_have_the_id_add__give_one_another_name
                }
                impl __Function {
                    const METHODS: &'static [__i::MethodDescriptor] = &[
                        __i::static_method(
                            __i::declaration!("add", "Adds."),
                            &[__i::parameter!("a", "i32", i32), __i::parameter!("b", "i32", i32)],
                            __i::result!("i32", i32),
                            __i::Thunk::Sync(|__call, __reply| {
                                let (__arg0, __arg1) = __call.args_2::<i32, i32, _, _>()?;
                                let __result = __i::function!(add, value_2)(__arg0, __arg1);
                                __reply.send_value(__call, __result)
                            }),
                        ),
                    ];
                }
                __Function::METHODS
            };
        "#]],
    );
}

#[test]
fn a_small_function_has_a_small_expansion() {
    let expansion = function("", "pub fn add(a: i32, b: i32) -> i32 { a + b }");
    assert!(formatted(expansion).lines().count() <= 25);
}

#[test]
fn an_async_function_owns_its_call() {
    let expansion = function("", "pub async fn load(id: &str) -> Result<Vec<u8>, Error> {}");
    expect_fields(
        "thunk",
        expansion,
        &expect![[r#"
            const VALUE: _ = __i::Thunk::Async(|__call| __i::send_future(async move {
                let __call = &__call;
                let __borrowed = __call.call();
                let (__arg0,) = __borrowed.async_args_1::<&str, _>()?;
                let __result = __i::function!(load, future_1)(__arg0).await;
                {
                    use __i::kind::*;
                    let __outcome = (&&&&&&&(&&&__i::Kind::of(&__result)).kind())
                        .error_kind()
                        .outcome(__result);
                    __call
                        .reply(
                            (&&&&&&&&&__i::Returned::of(&__outcome)).value_kind().carried(__outcome),
                        )
                }
            }));
        "#]],
    );
}

#[test]
fn a_blocking_function_owns_its_call() {
    expect_fields(
        "thunk",
        function("blocking", "pub fn hash(data: Vec<u8>) {}"),
        &expect![[r#"
            const VALUE: _ = __i::Thunk::blocking(|__call| __i::blocking_call(move || {
                let __call = &__call;
                let __borrowed = __call.call();
                let (__arg0,) = __borrowed.args_1::<Vec<u8>, _>()?;
                let __result = __i::function!(hash, value_1)(__arg0);
                __call.reply_value(__result)
            }));
        "#]],
    );
}

#[test]
fn functions_that_return_futures_by_their_syntax_are_asynchronous() {
    let item = |result| format!("pub fn f() -> {result} {{}}");
    for (result, value) in [
        ("impl Future<Output = u8> + Send", "u8"),
        ("impl std::future::Future<Output = ()> + use<>", "()"),
        ("impl Future", "impl Future"),
        ("Pin<Box<dyn Future<Output = Vec<u8>> + Send + 'static>>", "Vec<u8>"),
        ("::std::pin::Pin<Box<dyn Future<Output = u8>>>", "u8"),
        ("futures::future::BoxFuture<'static, Result<u8, E>>", "Result<u8, E>"),
        ("LocalBoxFuture<'_, u8>", "u8"),
    ] {
        let expansion = function("", &item(result)).to_string();
        assert!(expansion.contains("Thunk :: Async"), "{result}");
        assert!(expansion.contains(&format!("result ! ({value:?}")), "{result}");
    }
    for result in ["impl Iterator<Item = u8>", "Pin<Box<u8>>", "Pin<&'static mut u8>", "Box<dyn Future<Output = u8>>"] {
        assert!(function("", &item(result)).to_string().contains("Thunk :: Sync"), "{result}");
    }
}

#[test]
fn conditions_and_allowances_of_the_function_are_repeated() {
    let expansion = function(
        "crate = my::core",
        "#[cfg(unix)] #[deprecated] #[expect(elided_lifetimes_in_paths)] #[must_use] pub(crate) fn f() {}",
    );
    expect_code(
        expansion,
        &expect![[r##"
            #[cfg(unix)]
            #[deprecated]
            #[expect(elided_lifetimes_in_paths)]
            #[must_use]
            pub(crate) fn f() {}
            #[cfg(unix)]
            #[doc(hidden)]
            #[allow(elided_lifetimes_in_paths)]
            #[allow(deprecated)]
            pub(crate) const __js_invokable_f: &[my::core::__private::MethodDescriptor] = {
                use my::core::__private as __i;
                __i::register! {
                    "symbol" __js_invokable_f two_methods_have_the_id_f__give_one_another_name
                }
                impl __Function {
                    const METHODS: &'static [__i::MethodDescriptor] = &[
                        __i::static_method(
                            __i::declaration!("f", "").deprecated(""),
                            &[],
                            __i::result!("()", ()),
                            __i::Thunk::Sync(|__call, __reply| {
                                __call.args_0()?;
                                let __result = __i::function!(f, value_0)();
                                __reply.send_value(__call, __result)
                            }),
                        ),
                    ];
                }
                __Function::METHODS
            };
        "##]],
    );
}

#[test]
fn a_result_that_cannot_be_named_has_no_schema() {
    expect_fields(
        "result",
        function("", "pub fn f() -> Result<impl Serialize, E> {}"),
        &expect![[r#"
            const VALUE: _ = __i::result!(
                "Result<impl Serialize, E>", of || __i::function!(f, value_0) ()
            );
        "#]],
    );
}
