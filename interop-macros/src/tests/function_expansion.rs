//! What `#[js_invokable]` makes of functions.

use expect_test::expect;

use super::snapshot::{expect_code, expect_fields, function};

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
            #[allow(non_upper_case_globals)]
            pub const __js_invokable_add: &[::interop_core::__private0::MethodDescriptor] = &[
                ::interop_core::__private0::MethodDescriptor {
                    assembly: {
                        const __INTEROP_ASSEMBLY: &::core::primitive::str = ::core::env!(
                            "CARGO_PKG_NAME"
                        );
                        {
                            #[allow(unused_imports)]
                            use crate::*;
                            __INTEROP_ASSEMBLY
                        }
                    },
                    name: "add",
                    rust_name: "add",
                    docs: "Adds.",
                    deprecated: ::core::option::Option::None,
                    parameters: &[
                        ::interop_core::__private0::ParameterDescriptor {
                            name: "a",
                            type_name: "i32",
                            is_argument: <i32 as ::interop_core::__private0::FromArgument<
                                '_,
                            >>::IS_ARGUMENT,
                            accepts_absence: ::interop_core::__private0::accepts_absence::<i32>,
                            shape: ::interop_core::__private0::shape!(i32),
                        },
                        ::interop_core::__private0::ParameterDescriptor {
                            name: "b",
                            type_name: "i32",
                            is_argument: <i32 as ::interop_core::__private0::FromArgument<
                                '_,
                            >>::IS_ARGUMENT,
                            accepts_absence: ::interop_core::__private0::accepts_absence::<i32>,
                            shape: ::interop_core::__private0::shape!(i32),
                        },
                    ],
                    result: ::interop_core::__private0::ResultDescriptor {
                        type_name: "i32",
                        shape: ::interop_core::__private0::return_shape!(i32),
                    },
                    kind: ::interop_core::__private0::MethodKind::Static,
                    location: ::interop_core::__private0::location!(),
                    thunk: ::interop_core::__private0::Thunk::Sync(|__call, __reply| {
                        let (__arg0, __arg1) = __call.args_2::<i32, i32>()?;
                        let __result = add(__arg0, __arg1);
                        {
                            __reply
                                .send(
                                    __call,
                                    ::interop_core::__private0::kind::PlainTag.outcome(__result),
                                )
                        }
                    }),
                },
            ];
            const _: () = {
                ::interop_core::__private0::submit! {
                    "symbol", ::interop_core::__private0::Registration::Methods(__js_invokable_add)
                }
                enum __InteropCrate {}
                #[allow(unused_imports, non_local_definitions)]
                const _: () = {
                    use crate::*;
                    impl ::interop_core::__private0::IdIsUniqueInItsAssembly<3381455098123466714u64>
                    for __InteropCrate {}
                };
            };
        "#]],
    );
}

#[test]
fn an_async_function_owns_its_call() {
    let expansion = function("", "pub async fn load(id: &str) -> Result<Vec<u8>, Error> {}");
    expect_fields(
        "thunk",
        expansion,
        &expect![[r#"
            const VALUE: _ = ::interop_core::__private0::Thunk::Async(|__call| ::interop_core::__private0::send_future(async move {
                let __call = &__call;
                let __borrowed = __call.call();
                let (__arg0,) = __borrowed.args_1::<&str>()?;
                let __result = load(__arg0).await;
                {
                    use ::interop_core::__private0::kind::*;
                    __call
                        .reply(
                            (&&&&&&&&&::interop_core::__private0::Kind::of(&__result))
                                .kind()
                                .outcome(__result),
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
            const VALUE: _ = ::interop_core::__private0::Thunk::Blocking(|__call| ::interop_core::__private0::blocking_call(move ||
            {
                let __call = &__call;
                let __borrowed = __call.call();
                let (__arg0,) = __borrowed.args_1::<Vec<u8>>()?;
                let __result = hash(__arg0);
                { __call.reply(::interop_core::__private0::kind::PlainTag.outcome(__result)) }
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
        assert!(expansion.contains(&format!("type_name : {value:?}")), "{result}");
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
            #[allow(non_upper_case_globals)]
            pub(crate) const __js_invokable_f: &[my::core::__private0::MethodDescriptor] = &[
                my::core::__private0::MethodDescriptor {
                    assembly: {
                        const __INTEROP_ASSEMBLY: &::core::primitive::str = ::core::env!(
                            "CARGO_PKG_NAME"
                        );
                        {
                            #[allow(unused_imports)]
                            use crate::*;
                            __INTEROP_ASSEMBLY
                        }
                    },
                    name: "f",
                    rust_name: "f",
                    docs: "",
                    deprecated: ::core::option::Option::Some(""),
                    parameters: &[],
                    result: my::core::__private0::ResultDescriptor {
                        type_name: "()",
                        shape: my::core::__private0::return_shape!(()),
                    },
                    kind: my::core::__private0::MethodKind::Static,
                    location: my::core::__private0::location!(),
                    thunk: my::core::__private0::Thunk::Sync(|__call, __reply| {
                        __call.args_0()?;
                        let __result = f();
                        {
                            __reply
                                .send(__call, my::core::__private0::kind::PlainTag.outcome(__result))
                        }
                    }),
                },
            ];
            #[cfg(unix)]
            const _: () = {
                my::core::__private0::submit! {
                    "symbol", my::core::__private0::Registration::Methods(__js_invokable_f)
                }
                enum __InteropCrate {}
                #[allow(unused_imports, non_local_definitions)]
                const _: () = {
                    use crate::*;
                    impl my::core::__private0::IdIsUniqueInItsAssembly<590642286378561371u64>
                    for __InteropCrate {}
                };
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
            const VALUE: _ = ::interop_core::__private0::ResultDescriptor {
                type_name: "Result<impl Serialize, E>",
                shape: ::interop_core::__private0::return_shape!(fn ()),
            };
        "#]],
    );
}
