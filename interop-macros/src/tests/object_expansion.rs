//! What `#[interop_object]` makes of blocks.

use expect_test::expect;

use super::snapshot::{expect_code, expect_fields, function, method, object};

#[test]
fn a_block_is_followed_by_the_tables_of_its_type() {
    let expansion = object(
        "",
        "/// Greets.
        impl Greeter {
            #[js_invokable]
            fn greet(&self) -> String {}
            /// Not for JavaScript.
            fn other(self) {}
            #[js_invokable]
            pub fn count() -> u32 {}
        }",
    );
    expect_code(
        expansion,
        &expect![[r#"
            /// Greets.
            impl Greeter {
                fn greet(&self) -> String {}
                /// Not for JavaScript.
                fn other(self) {}
                pub fn count() -> u32 {}
            }
            const _: () = {
                const __INTEROP_ASSEMBLY_OF_BLOCK: &::core::primitive::str = {
                    const __INTEROP_ASSEMBLY: &::core::primitive::str = ::core::env!(
                        "CARGO_PKG_NAME"
                    );
                    {
                        #[allow(unused_imports)]
                        use crate::*;
                        __INTEROP_ASSEMBLY
                    }
                };
                #[automatically_derived]
                impl ::interop_core::__private0::OneInteropObjectBlockPerType for Greeter {
                    const NAME: &'static ::core::primitive::str = "Greeter";
                    const DOCS: &'static ::core::primitive::str = "Greets.";
                    const ASSEMBLY: &'static ::core::primitive::str = __INTEROP_ASSEMBLY_OF_BLOCK;
                    const LOCATION: ::interop_core::__private0::Location = ::interop_core::__private0::location!();
                    const METHODS: &'static [::interop_core::__private0::MethodDescriptor] = &[
                        ::interop_core::__private0::MethodDescriptor {
                            assembly: __INTEROP_ASSEMBLY_OF_BLOCK,
                            name: "greet",
                            rust_name: "greet",
                            docs: "",
                            deprecated: ::core::option::Option::None,
                            parameters: &[],
                            result: ::interop_core::__private0::ResultDescriptor {
                                type_name: "String",
                                shape: ::interop_core::__private0::return_shape!(String),
                            },
                            kind: ::interop_core::__private0::MethodKind::Instance,
                            location: ::interop_core::__private0::location!(),
                            thunk: ::interop_core::__private0::Thunk::Sync(|__call, __reply| {
                                let __this = __call.target::<Self>()?;
                                __call.args_0()?;
                                let __result = Self::greet(__this);
                                {
                                    use ::interop_core::__private0::kind::*;
                                    __reply
                                        .send(
                                            __call,
                                            (&&&&&&&&&::interop_core::__private0::Kind::of(&__result))
                                                .kind()
                                                .outcome(__result),
                                        )
                                }
                            }),
                        },
                    ];
                    const STATICS: &'static [::interop_core::__private0::MethodDescriptor] = &[
                        ::interop_core::__private0::MethodDescriptor {
                            assembly: __INTEROP_ASSEMBLY_OF_BLOCK,
                            name: "count",
                            rust_name: "count",
                            docs: "",
                            deprecated: ::core::option::Option::None,
                            parameters: &[],
                            result: ::interop_core::__private0::ResultDescriptor {
                                type_name: "u32",
                                shape: ::interop_core::__private0::return_shape!(u32),
                            },
                            kind: ::interop_core::__private0::MethodKind::Static,
                            location: ::interop_core::__private0::location!(),
                            thunk: ::interop_core::__private0::Thunk::Sync(|__call, __reply| {
                                __call.args_0()?;
                                let __result = Self::count();
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
                }
                ::interop_core::__private0::submit! {
                    "symbol",
                    ::interop_core::__private0::Registration::Object(::interop_core::__private0::ObjectDescriptor::of::
                    < Greeter > ())
                }
                const _: () = {
                    enum __InteropCrate {}
                    #[allow(unused_imports, non_local_definitions)]
                    const _: () = {
                        use crate::*;
                        impl ::interop_core::__private0::IdIsUniqueInItsAssembly<
                            16245662822637907974u64,
                        > for __InteropCrate {}
                    };
                };
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
            async fn first(self: &Self, of: &[T]) -> Option<T::Item> {}
        }",
    );
    expect_code(
        expansion,
        &expect![[r#"
            impl<T: Serialize, const N: usize> page::Page<T, N>
            where
                T: Send,
            {
                async fn first(self: &Self, of: &[T]) -> Option<T::Item> {}
            }
            const _: () = {
                const __INTEROP_ASSEMBLY_OF_BLOCK: &::core::primitive::str = {
                    const __INTEROP_ASSEMBLY: &::core::primitive::str = ::core::env!(
                        "CARGO_PKG_NAME"
                    );
                    {
                        #[allow(unused_imports)]
                        use crate::*;
                        __INTEROP_ASSEMBLY
                    }
                };
                #[automatically_derived]
                impl<
                    T: Serialize,
                    const N: usize,
                > ::interop_core::__private0::OneInteropObjectBlockPerType for page::Page<T, N>
                where
                    T: Send,
                {
                    const NAME: &'static ::core::primitive::str = "Page";
                    const DOCS: &'static ::core::primitive::str = "";
                    const ASSEMBLY: &'static ::core::primitive::str = __INTEROP_ASSEMBLY_OF_BLOCK;
                    const LOCATION: ::interop_core::__private0::Location = ::interop_core::__private0::location!();
                    const METHODS: &'static [::interop_core::__private0::MethodDescriptor] = &[
                        ::interop_core::__private0::MethodDescriptor {
                            assembly: __INTEROP_ASSEMBLY_OF_BLOCK,
                            name: "first",
                            rust_name: "first",
                            docs: "",
                            deprecated: ::core::option::Option::None,
                            parameters: &[
                                ::interop_core::__private0::ParameterDescriptor {
                                    name: "of",
                                    type_name: "&[T]",
                                    is_argument: <::interop_core::__private0::Vec<
                                        T,
                                    > as ::interop_core::__private0::FromArgument<'_>>::IS_ARGUMENT,
                                    accepts_absence: ::interop_core::__private0::accepts_absence::<
                                        ::interop_core::__private0::Vec<T>,
                                    >,
                                    shape: ::interop_core::__private0::shape!(
                                        ::interop_core::__private0::Vec < T >
                                    ),
                                },
                            ],
                            result: ::interop_core::__private0::ResultDescriptor {
                                type_name: "Option<T::Item>",
                                shape: ::interop_core::__private0::return_shape!(Option < T::Item >),
                            },
                            kind: ::interop_core::__private0::MethodKind::Instance,
                            location: ::interop_core::__private0::location!(),
                            thunk: ::interop_core::__private0::Thunk::Async(|__call| ::interop_core::__private0::send_future(async move {
                                let __call = &__call;
                                let __borrowed = __call.call();
                                let __this = __borrowed.target::<Self>()?;
                                let (__arg0,) = __borrowed
                                    .args_1::<::interop_core::__private0::Vec<T>>()?;
                                let __result = Self::first(__this, &*__arg0).await;
                                {
                                    use ::interop_core::__private0::kind::*;
                                    __call
                                        .reply(
                                            (&&&&&&&&&::interop_core::__private0::Kind::of(&__result))
                                                .kind()
                                                .outcome(__result),
                                        )
                                }
                            })),
                        },
                    ];
                    const STATICS: &'static [::interop_core::__private0::MethodDescriptor] = &[];
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
            fn last_order(&self) {}
            #[js_invokable(name = "b")] #[js_invokable]
            fn a_first(&self) {}
            #[js_invokable(name = "Zero", assembly = "Other")]
            pub fn zero() {}
            #[js_invokable(blocking)]
            pub fn a() {}
        }"#,
    );
    expect_fields(
        "name",
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
            const VALUE: _ = __INTEROP_ASSEMBLY_OF_BLOCK;
            const VALUE: _ = __INTEROP_ASSEMBLY_OF_BLOCK;
            const VALUE: _ = __INTEROP_ASSEMBLY_OF_BLOCK;
            const VALUE: _ = __INTEROP_ASSEMBLY_OF_BLOCK;
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
            fn open(&self) {}
            #[js_invokable]
            #[cfg(not(unix))]
            fn open(&self) {}
        }",
    );
    expect_fields(
        "name",
        expansion.clone(),
        &expect![[r#"
        const VALUE: _ = "open";
        const VALUE: _ = "open";
    "#]],
    );
    let text = expansion.to_string();
    for condition in ["# [cfg (unix)]", "# [cfg (not (unix))]"] {
        assert!(text.contains(&format!("{condition} impl IdIsUniqueInItsBlock for Id")), "{text}");
    }
}

#[test]
fn references_to_self_in_all_spellings() {
    for receiver in ["&self", "&'a self", "self: &Self", "self: &'a Self", "self: (&Self)", "self: &Shop"] {
        let expansion = method(&format!("fn f<'a>({receiver}, a: &'a str) {{}}")).to_string();
        assert!(expansion.contains("Self :: f (__this , __arg0)"), "{receiver}: {expansion}");
    }
}

#[test]
fn the_attribute_of_methods_is_mentioned_so_that_its_import_is_used() {
    let expansion = object(
        "",
        "impl Shop {
            #[js_invokable(name = \"a\")] #[js_invokable] fn f(&self) {}
            #[js_invokable] fn g(&self) {}
            #[core::js_invokable] #[cfg(unix)] fn h(&self) {}
        }",
    )
    .to_string();
    assert_eq!(expansion.matches("# [js_invokable (__mention)]").count(), 1);
    assert_eq!(expansion.matches("# [cfg (unix)] const _ : () = { # [core :: js_invokable (__mention)]").count(), 1);
    assert!(function("__mention", "const _: () = ();").is_empty());
}
