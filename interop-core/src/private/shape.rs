//! Describes types for generators, with feature `contract`.

/// The function that creates the schema of the type of a parameter, if it has one.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_shape {
    ($type:ty) => {
        ::core::option::Option::None
    };
}

/// The function that creates the schema of the type of a parameter, if it has one.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_shape {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::__private::NoShape as _;
        $crate::__private::ShapeOf::<$type>::SHAPE
    }};
}

/// The function that describes a result.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($type:ty) => {
        ::core::option::Option::None
    };
}

/// The function that describes a result.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($type:ty) => {
        ::core::option::Option::Some(|__generator| {
            #[allow(unused_imports)]
            use $crate::__private::contract::result::*;
            let (__value, __error) = (&&Probe::<$type>::NEW).split();
            shape((&&__value).value(__generator), (&&&__error).errors(__generator))
        })
    };
}
