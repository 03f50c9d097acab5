use crate::argument::{FromArgument, NeedsNoAwait};
use crate::error::CallError;
use crate::threading::{MaybeSend, MaybeSync};
use crate::thunk::Call;

/// A closure that can be a [`Callback`](crate::Callback): up to eight [arguments](CallbackArguments).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a `Callback`",
    label = "not a closure with up to eight parameters"
)]
pub trait CallbackFn<A>: MaybeSend + MaybeSync + 'static {
    /// What it returns.
    type Output;
    /// Calls it.
    #[doc(hidden)]
    fn call(&self, arguments: A) -> Self::Output;
}

/// The arguments of a [`Callback`](crate::Callback): a tuple of up to eight types that own their data. `M` is inferred.
///
/// Each type is an argument that can be deserialized, or a context parameter; see [`FromArgument`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be the arguments of a `Callback`")]
pub trait CallbackArguments<M>: Sized + 'static {
    /// Decodes them.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn take(call: &Call<'_>) -> Result<Self, CallError>;
}

/// An argument of a callback. The compiler cannot express that a parameter of a closure must not borrow. If several
/// implementations apply, however, it reports them, so the names of the markers explain the error.
#[doc(hidden)]
pub trait CallbackArgument<M> {}

/// Marks arguments that own their data.
#[doc(hidden)]
#[derive(Debug)]
pub struct OwnedArgument;

/// Marks arguments that borrow, which a callback cannot take.
#[doc(hidden)]
#[derive(Debug)]
pub struct TakeAnOwnedTypeSuchAsStringInsteadOfStr;

impl<T> CallbackArgument<OwnedArgument> for T {}
impl<T: ?Sized> CallbackArgument<TakeAnOwnedTypeSuchAsStringInsteadOfStr> for &T {}

macro_rules! callback_fns {
    ($($args:ident($($argument:ident $marker:ident $via:ident)*);)*) => {
        $(
            #[allow(non_snake_case)]
            impl<F, R, $($argument,)*> CallbackFn<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> R + MaybeSend + MaybeSync + 'static,
            {
                type Output = R;

                fn call(&self, arguments: ($($argument,)*)) -> R {
                    let ($($argument,)*) = arguments;
                    self($($argument),*)
                }
            }

            // Hidden, because its bounds contain the traits behind the error texts.
            #[doc(hidden)]
            impl<$($argument, $marker, $via,)*> CallbackArguments<($(($marker, $via),)*)> for ($($argument,)*)
            where
                $($argument: CallbackArgument<$marker> + for<'c> FromArgument<'c, $via> + NeedsNoAwait<$via> + 'static,)*
            {
                fn take(call: &Call<'_>) -> Result<Self, CallError> {
                    call.$args()
                }
            }
        )*
    };
}

callback_fns! {
    args_0();
    args_1(A OwnedA ViaA);
    args_2(A OwnedA ViaA B OwnedB ViaB);
    args_3(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC);
    args_4(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD);
    args_5(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE);
    args_6(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG);
    args_7(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG H OwnedH ViaH);
    args_8(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG H OwnedH ViaH I OwnedI ViaI);
}
