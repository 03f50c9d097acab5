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

/// The function that describes a result: by its type, or by a call that returns it.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($($result:tt)*) => {
        ::core::option::Option::None
    };
}

/// The function that describes a result: by its type, or by a call that returns it.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_return_shape {
    ($type:ty) => {
        $crate::__private::return_shape!(@ $crate::__private::contract::result::Probe::<$type>::NEW)
    };
    // Of a result that only a call can name. The call is written in a closure, and is not made.
    (of $returned:expr) => {
        $crate::__private::return_shape!(@ $crate::__private::contract::result::Probe::of($returned))
    };
    (of_future $returned:expr) => {
        $crate::__private::return_shape!(@ $crate::__private::contract::result::Probe::of_future($returned))
    };
    (@ $probe:expr) => {
        ::core::option::Option::Some(|__generator| {
            // Outside of the block with the imports, which must not shadow names of the user.
            let __probe = $probe;
            {
                #[allow(unused_imports)]
                use $crate::__private::contract::result::*;
                let (__value, __error) = (&&__probe).split();
                let __errors = (&&&__error).errors(__generator);
                shape((&&&&&&&&&&__value).value(__generator), __errors, (&&&__error).error_type())
            }
        })
    };
}
