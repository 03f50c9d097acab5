//! Replaces a function that an expansion cannot name.
//!
//! `#[js_invokable]` sees only a function, not whether that is in a module or in an `impl` block. In an `impl` block its
//! name means nothing by itself, and the compiler would say just that. So the expansion names the function by an import
//! that finds at least a module of the same name; where it finds no function, the name falls back to one of these. The
//! expansion compiles then, and the only error is that of
//! [`functions_of_module`](super::functions_of_module), which says what is missing.

use std::pin::Pin;
use std::task::{Context, Poll};

use serde::{Serialize, Serializer};

use crate::descriptor::MethodDescriptor;

/// Replaces the descriptors of a function.
pub const NO_FUNCTIONS: &[MethodDescriptor] = &[];

/// The result of a function that replaces another one.
#[derive(Debug)]
pub struct NoResult;

impl Serialize for NoResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

/// The future of a function that replaces another one.
#[derive(Debug)]
pub struct NoFuture;

impl Future for NoFuture {
    type Output = NoResult;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<NoResult> {
        Poll::Pending
    }
}

macro_rules! stand_ins {
    ($($value:ident $future:ident ($($argument:ident)*);)*) => {
        $(
            /// Stands in for a function with so many parameters.
            #[allow(clippy::too_many_arguments)]
            pub fn $value<$($argument),*>($(_: $argument),*) -> NoResult {
                NoResult
            }

            /// Stands in for an asynchronous function with so many parameters.
            #[allow(clippy::too_many_arguments)]
            pub fn $future<$($argument),*>($(_: $argument),*) -> NoFuture {
                NoFuture
            }
        )*
    };
}

stand_ins! {
    value_0 future_0 ();
    value_1 future_1 (A);
    value_2 future_2 (A B);
    value_3 future_3 (A B C);
    value_4 future_4 (A B C D);
    value_5 future_5 (A B C D E);
    value_6 future_6 (A B C D E F);
    value_7 future_7 (A B C D E F G);
    value_8 future_8 (A B C D E F G H);
    value_9 future_9 (A B C D E F G H I);
    value_10 future_10 (A B C D E F G H I J);
    value_11 future_11 (A B C D E F G H I J K);
    value_12 future_12 (A B C D E F G H I J K L);
    value_13 future_13 (A B C D E F G H I J K L M);
    value_14 future_14 (A B C D E F G H I J K L M N);
    value_15 future_15 (A B C D E F G H I J K L M N O);
    value_16 future_16 (A B C D E F G H I J K L M N O P);
}

/// A function by its name, or its replacement.
///
/// The module prevents an error if there is no function, because an import only has to find the name in one namespace.
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_function {
    ($function:ident, $stand_in:ident) => {{
        #[allow(non_snake_case)]
        mod $function {}
        use $crate::__private::$stand_in as __function;
        {
            use $function as __function;
            __function
        }
    }};
}
