//! Expansions of `#[interop_object]` on blocks.

use expect_test::expect;

use super::snapshot::{expect_code, expect_fields, function, method, object};

#[test]
fn a_block_is_followed_by_the_tables_of_its_type() {
    let expansion = object(
        "",
        "/// Greets.
        impl Greeter {
            #[js_invokable]
            pub fn greet(&self) -> String {}
            /// Not for JavaScript.
            pub fn other(self) {}
            #[js_invokable]
            pub fn count() -> u32 {}
        }",
    );
    expect_code(
        expansion,
        &expect![[r#"
            /// Greets.
            impl Greeter {
                pub fn greet(&self) -> String {}
                /// Not for JavaScript.
                pub fn other(self) {}
                pub fn count() -> u32 {}
            }
            const _: () = {
                use ::interop_core::__private as __i;
                const __ASSEMBLY: __i::Text = __i::assembly_name!();
                #[automatically_derived]
                impl __i::OneInteropObjectBlockPerType for Greeter {
                    const NAME: __i::Text = "Greeter";
                    const DOCS: __i::Text = "Greets.";
                    const ASSEMBLY: __i::Text = __ASSEMBLY;
                    const LOCATION: __i::Location = __i::location!();
                    const METHODS: &'static [__i::MethodDescriptor] = &[
                        __i::instance_method(
                            __i::declaration!("greet", "", __ASSEMBLY),
                            &[],
                            __i::result!("String", String),
                            __i::Thunk::Sync(|__call, __reply| {
                                let __this = __call.target::<Self>()?;
                                __call.args_0()?;
                                let __result = Self::greet(__this);
                                {
                                    use __i::kind::*;
                                    let __outcome = (&&&&&&&(&&&__i::Kind::of(&__result)).kind())
                                        .error_kind()
                                        .outcome(__result);
                                    __reply
                                        .send(
                                            __call,
                                            (&&&&&&&&&__i::Returned::of(&__outcome))
                                                .value_kind()
                                                .carried(__outcome),
                                        )
                                }
                            }),
                        ),
                    ];
                    const STATICS: &'static [__i::MethodDescriptor] = &[
                        __i::static_method(
                            __i::declaration!("count", "", __ASSEMBLY),
                            &[],
                            __i::result!("u32", u32),
                            __i::Thunk::Sync(|__call, __reply| {
                                __call.args_0()?;
                                let __result = Self::count();
                                __reply.send_value(__call, __result)
                            }),
                        ),
                    ];
                }
                __i::submit! {
                    "symbol", __i::Registration::object:: < Greeter > ()
                }
                __i::claims! {
                    two_methods_have_the_id_count__give_one_another_name
                }
            };
            const _: () = {
                #[js_invokable(__mention)]
                const _: () = ();
            };
        "#]],
    );
}

#[test]
fn a_generic_block_is_not_registered() {
    let expansion = object(
        "",
        "impl<T: Serialize, const N: usize> page::Page<T, N> where T: Send {
            #[js_invokable]
            pub async fn first(self: &Self, of: &[T]) -> Option<T::Item> {}
        }",
    );
    expect_code(
        expansion,
        &expect![[r#"
            impl<T: Serialize, const N: usize> page::Page<T, N>
            where
                T: Send,
            {
                pub async fn first(self: &Self, of: &[T]) -> Option<T::Item> {}
            }
            const _: () = {
                use ::interop_core::__private as __i;
                const __ASSEMBLY: __i::Text = __i::assembly_name!();
                #[automatically_derived]
                impl<T: 'static + Serialize, const N: usize> __i::OneInteropObjectBlockPerType
                for page::Page<T, N>
                where
                    T: Send,
                {
                    const NAME: __i::Text = "Page";
                    const DOCS: __i::Text = "";
                    const ASSEMBLY: __i::Text = __ASSEMBLY;
                    const LOCATION: __i::Location = __i::location!();
                    const METHODS: &'static [__i::MethodDescriptor] = &[
                        __i::instance_method(
                            __i::declaration!("first", "", __ASSEMBLY),
                            &[__i::parameter!("of", "&[T]", < [T] as __i::Lend > ::Owned)],
                            __i::result!("Option<T::Item>", Option < T::Item >),
                            __i::Thunk::Async(|__call| __i::send_future(async move {
                                let __call = &__call;
                                let __borrowed = __call.call();
                                let __this = __borrowed.target::<Self>()?;
                                let (__arg0,): (<[T] as __i::Lend>::Owned,) = __borrowed
                                    .async_args_1::<_, _>()?;
                                let __result = Self::first(__this, &*__arg0).await;
                                {
                                    use __i::kind::*;
                                    let __outcome = (&&&&&&&(&&&__i::Kind::of(&__result)).kind())
                                        .error_kind()
                                        .outcome(__result);
                                    __call
                                        .reply(
                                            (&&&&&&&&&__i::Returned::of(&__outcome))
                                                .value_kind()
                                                .carried(__outcome),
                                        )
                                }
                            })),
                        ),
                    ];
                    const STATICS: &'static [__i::MethodDescriptor] = &[];
                }
            };
            const _: () = {
                #[js_invokable(__mention)]
                const _: () = ();
            };
        "#]],
    );
}

#[test]
fn tables_are_sorted_by_id() {
    let expansion = object(
        r#"rename_all = "PascalCase", assembly = "Shop""#,
        r#"impl Shop {
            #[js_invokable]
            pub fn last_order(&self) {}
            #[js_invokable(name = "b")] #[js_invokable]
            pub fn a_first(&self) {}
            #[js_invokable(name = "Zero", assembly = "Other")]
            pub fn zero() {}
            #[js_invokable(blocking)]
            pub fn a() {}
        }"#,
    );
    expect_fields(
        "id",
        expansion.clone(),
        &expect![[r#"
        const VALUE: _ = "AFirst";
        const VALUE: _ = "LastOrder";
        const VALUE: _ = "b";
        const VALUE: _ = "A";
        const VALUE: _ = "Zero";
    "#]],
    );
    expect_fields(
        "assembly",
        expansion,
        &expect![[r#"
            const VALUE: _ = __ASSEMBLY;
            const VALUE: _ = __ASSEMBLY;
            const VALUE: _ = __ASSEMBLY;
            const VALUE: _ = __ASSEMBLY;
            const VALUE: _ = "Other";
        "#]],
    );
}

#[test]
fn ids_are_compared_by_the_compiler_where_methods_are_conditional() {
    let expansion = object(
        "",
        "impl Shop {
            #[js_invokable]
            #[cfg(unix)]
            pub fn open(&self) {}
            #[js_invokable]
            #[cfg(not(unix))]
            pub fn open(&self) {}
        }",
    );
    expect_fields(
        "id",
        expansion.clone(),
        &expect![[r#"
        const VALUE: _ = "open";
        const VALUE: _ = "open";
    "#]],
    );
    let text = expansion.to_string();
    for condition in ["# [cfg (unix)]", "# [cfg (not (unix))]"] {
        assert!(text.contains(&format!("{condition} ()")), "{text}");
    }
}

#[test]
fn references_to_self_in_all_spellings() {
    for receiver in ["&self", "&'a self", "self: &Self", "self: &'a Self", "self: (&Self)", "self: &Shop"] {
        let expansion = method(&format!("pub fn f<'a>({receiver}, a: &'a str) {{}}")).to_string();
        assert!(expansion.contains("Self :: f (__this , __arg0)"), "{receiver}: {expansion}");
    }
}

#[test]
fn the_attribute_of_methods_is_mentioned_so_that_its_import_is_used() {
    let expansion = object(
        "",
        "impl Shop {
            #[js_invokable(name = \"a\")] #[js_invokable] pub fn f(&self) {}
            #[js_invokable] pub fn g(&self) {}
            #[core::js_invokable] #[cfg(unix)] fn h(&self) {}
        }",
    )
    .to_string();
    assert_eq!(expansion.matches("# [js_invokable (__mention)]").count(), 1);
    assert_eq!(expansion.matches("# [cfg (unix)] const _ : () = { # [core :: js_invokable (__mention)]").count(), 1);
    assert!(function("__mention", "const _: () = ();").is_empty());
}
