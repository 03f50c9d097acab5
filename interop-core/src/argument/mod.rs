//! Decodes the JSON text of a call to typed arguments.
//!
//! * `list`: all arguments of a signature, for thunks
//! * `integers`: those of calls that consist of integers, which need no `serde_json`
//! * `reader`: one argument at a time, for functions some of whose parameters may be compiled out
//! * `extractor`: parameters that take no argument
//! * `refusal`: the error texts for arguments of the wrong type; `advice`: how to declare a parameter that receives a
//!   reference

mod advice;
mod extractor;
mod integers;
mod list;
mod reader;
mod refusal;

use serde::Deserialize;

pub(crate) use self::extractor::extract_then;
pub use self::extractor::{Extractor, NeedsNoAwait};
use self::integers::Integers;
pub use self::reader::ArgumentReader;
use crate::codec::{self, ByteArrays, Problem, Reading};
use crate::error::CallError;
use crate::thunk::Call;

/// What can be a parameter of a `#[js_invokable]` function.
///
/// * every type that implements [`Deserialize`]: it takes one argument of the call;
/// * the context parameters, which take none: every type that implements [`FromCall`](crate::FromCall), such as
///   [`Circuit`](crate::Circuit), [`State<T>`](crate::State) and [`This<Self>`](crate::This), and in `async` methods every
///   type that implements [`FromCallAsync`](crate::FromCallAsync).
///
/// `&str`, `&[u8]`, `&T` and `&[T]` work too: the macro decodes what they refer to and lends it.
///
/// `Via` states which of these traits the type implements, and is inferred. A type that implements two of them cannot be a
/// parameter: whether it comes from the client would depend on the compiler.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a `#[js_invokable]` function",
    label = "not a parameter type",
    note = "for an argument from JavaScript, implement `serde::Deserialize` for the type and for everything in it",
    note = "for an object that JavaScript holds, take `ObjectReference<T>`; `T` needs an `impl` block with `#[interop_object]`",
    note = "for a parameter that takes no argument, such as the user who calls, implement `interop_core::FromCall` for the type, or `FromCallAsync` for `async` methods",
    note = "for a value of the application, such as a database, take `interop_core::State<Db>` instead of `Arc<Db>`, `&Db` or an extractor of axum; `Db` must be `Send` and `Sync`"
)]
pub trait FromArgument<'c, Via>: Sized {
    /// How it is made.
    #[doc(hidden)]
    const KIND: &'static ParameterKind;

    /// Takes it from the call.
    #[doc(hidden)]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error>;

    /// Whether it can be taken from [`Integers`], if its argument is one.
    #[doc(hidden)]
    fn is_number() -> bool {
        !Self::KIND.is_argument()
    }

    /// Reads its argument, and returns whether it is an integer that fits.
    #[doc(hidden)]
    #[allow(private_interfaces, reason = "only the lists of this crate call it")]
    fn read_integer(_integers: &mut Integers<'_>) -> bool {
        !Self::KIND.is_argument()
    }
}

/// How parameters of one type are made.
#[doc(hidden)]
#[derive(Debug)]
pub struct ParameterKind {
    /// Makes it before the arguments are decoded, if it takes none of them.
    pub(crate) extractor: Option<&'static Extractor>,
    /// Whether a caller may leave it out at the end of a call.
    pub(crate) accepts_absence: fn() -> bool,
}

impl ParameterKind {
    /// A parameter that is made by an extractor, and that no argument of the caller replaces.
    const fn context(extractor: &'static Extractor) -> Self {
        Self { extractor: Some(extractor), accepts_absence: || false }
    }

    /// Whether it takes one of the call's arguments.
    pub(crate) const fn is_argument(&self) -> bool {
        self.extractor.is_none()
    }
}

#[diagnostic::do_not_recommend]
impl<'c, T: Deserialize<'c>> FromArgument<'c, ViaDeserialize> for T {
    // Hidden here too: rustdoc lists the items of a blanket implementation on the page of each type.
    #[doc(hidden)]
    const KIND: &'static ParameterKind =
        &ParameterKind { extractor: None, accepts_absence: || T::deserialize(codec::Missing).is_ok() };

    #[doc(hidden)]
    #[inline]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        source.next_value()
    }

    #[doc(hidden)]
    #[inline]
    fn is_number() -> bool {
        integers::is_number::<T>()
    }

    #[doc(hidden)]
    #[allow(private_interfaces, reason = "only the lists of this crate call it")]
    #[inline]
    fn read_integer(integers: &mut Integers<'_>) -> bool {
        integers.read::<T>()
    }
}

/// Marks parameters that are decoded from an argument.
#[doc(hidden)]
#[derive(Debug)]
pub struct ViaDeserialize;

/// The source of arguments, in order.
#[doc(hidden)]
pub trait ArgumentSource<'c> {
    /// The error type.
    type Error;

    /// Decodes the next argument.
    fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, Self::Error>;

    /// The call, for context parameters.
    fn call(&self) -> &Call<'c>;

    /// Creates an error for a reason of the context.
    fn fail(&self, error: CallError) -> Self::Error;
}

/// Reads an argument that the caller has omitted, which its type may accept.
#[cold]
fn absent<'c, T: Deserialize<'c>>(reading: &Reading<'c>) -> Result<T, &'static str> {
    T::deserialize(codec::Missing).map_err(|_| {
        reading.set_problem(Problem::TooFew);
        "too few arguments"
    })
}

impl<'c> Call<'c> {
    /// What the decode of the arguments starts with.
    #[inline]
    fn reading(&self) -> Reading<'c> {
        let byte_arrays = ByteArrays::Numbered(&self.input.byte_arrays);
        Reading::new(&self.input.arena, byte_arrays, self.circuit.link.options.max_json_depth)
    }

    /// The JSON array of arguments. `null` and an empty text stand for an empty array.
    #[inline]
    fn argument_text(&self) -> &'c str {
        if matches!(self.args.as_bytes().first(), Some(b'[')) {
            return self.args;
        }
        match codec::without_blanks(self.args) {
            "" | "null" => "[]",
            text => text,
        }
    }
}
