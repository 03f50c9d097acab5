//! What the expansion of `#[js_interface]` consists of.

pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::js::interface::{
    JsOutcome, JsProxy, JsTarget, JsValue, ResultKind, argument, outcome, result_kind, sent,
};
pub use crate::js::{JsCall, JsError, JsObjectReference, JsRuntime};

impl JsTarget {
    /// Imports a module as a proxy.
    pub fn import<P: JsValue>(js: &JsRuntime, url: &str) -> JsCall<P> {
        js.import_as(url)
    }
}

/// What every proxy has: the constructors, and the traits of a value that refers to a JavaScript object.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_js_proxy {
    ($visibility:vis $name:ident $text:literal) => {
        #[allow(dead_code)]
        impl $name {
            /// Imports a JavaScript module whose exports are the methods.
            ///
            /// Relative URLs are resolved against the page. The module is released when the last clone of the proxy is
            /// dropped.
            $visibility fn import(
                js: &$crate::__private::js_interface::JsRuntime,
                url: &::core::primitive::str,
            ) -> $crate::__private::js_interface::JsCall<Self> {
                $crate::__private::js_interface::JsTarget::import(js, url)
            }

            /// The object at a dotted path from the global object, such as `app.charts`.
            ///
            /// Each call resolves the path anew, so the object need not exist yet. Such a proxy holds no reference, and
            /// therefore cannot be sent to JavaScript.
            #[must_use]
            $visibility fn at(
                js: &$crate::__private::js_interface::JsRuntime,
                path: &::core::primitive::str,
            ) -> Self {
                Self { __target: $crate::__private::js_interface::JsTarget::at(js, path) }
            }
        }

        impl $crate::__private::js_interface::JsProxy for $name {}

        impl ::core::convert::From<$crate::__private::js_interface::JsObjectReference> for $name {
            fn from(object: $crate::__private::js_interface::JsObjectReference) -> Self {
                Self { __target: ::core::convert::From::from(object) }
            }
        }

        impl ::core::clone::Clone for $name {
            fn clone(&self) -> Self {
                Self { __target: ::core::clone::Clone::clone(&self.__target) }
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple($text).field(&self.__target).finish()
            }
        }

        impl $crate::__private::js_interface::Serialize for $name {
            fn serialize<S: $crate::__private::js_interface::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::js_interface::Serialize::serialize(&self.__target, serializer)
            }
        }

        impl<'de> $crate::__private::js_interface::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::js_interface::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::js_interface::Deserialize::deserialize(deserializer)
                    .map(|__target| Self { __target })
            }
        }
    };
}

/// What JavaScript is asked to send back for a result of this type.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_result_kind {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::js_interface::result_kind::*;
        (&&&InterfaceReturn::<$type>::NEW).kind()
    }};
}

/// Describes an interface to generators: never without feature `contract`.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_js_interface {
    ($($description:tt)*) => {};
}

/// Describes an interface to generators: its name and documentation, and each method with what it takes and returns.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_js_interface {
    (
        $symbol:literal, $name:ident, $text:literal, $docs:expr, $assembly:expr;
        $(
            $(#[$attribute:meta])*
            $mode:ident $method:literal, $method_docs:expr, $deprecated:expr,
            [$($(#[$condition:meta])* ($parameter:literal, $type_name:literal, $type:ty))*]
            -> ($result_name:literal, $result:ty);
        )*
    ) => {
        const _: () = {
            use $crate::__private::contract;

            #[automatically_derived]
            impl contract::JsInterface for $name {
                const DESCRIPTOR: contract::InterfaceDescriptor = contract::InterfaceDescriptor {
                    assembly: $assembly,
                    name: $text,
                    docs: $docs,
                    location: $crate::__private::location!(),
                    type_name: || ::core::any::type_name::<Self>(),
                    methods: &[$(
                        $(#[$attribute])*
                        contract::InterfaceMethodDescriptor {
                            name: $method,
                            docs: $method_docs,
                            deprecated: $deprecated,
                            mode: contract::InterfaceMode::$mode,
                            parameters: &[$(
                                $(#[$condition])*
                                contract::InterfaceParameter {
                                    name: $parameter,
                                    type_name: $type_name,
                                    shape: $crate::__private::shape!($type),
                                }
                            ),*],
                            result: contract::InterfaceParameter {
                                name: "",
                                type_name: $result_name,
                                shape: $crate::__private::shape!($result),
                            },
                        }
                    ),*],
                };
            }

            #[automatically_derived]
            impl contract::JsonSchema for $name {
                fn inline_schema() -> ::core::primitive::bool {
                    true
                }

                fn schema_name() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                    ::std::borrow::Cow::Borrowed($text)
                }

                fn schema_id() -> ::std::borrow::Cow<'static, ::core::primitive::str> {
                    ::std::borrow::Cow::Borrowed(::core::any::type_name::<Self>())
                }

                fn json_schema(_: &mut contract::SchemaGenerator) -> contract::Schema {
                    contract::interface_schema::<Self>()
                }
            }

            $crate::__private::submit! {
                $symbol,
                $crate::__private::Registration::Interface(<$name as contract::JsInterface>::DESCRIPTOR)
            }
        };
    };
}
