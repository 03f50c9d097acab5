//! From the JSON text of a call to typed arguments.
//!
//! A thunk asks for all its parameters at once, `call.args_2::<i32, &str>()`: one piece of code per signature, and a
//! trait bound per parameter, so that a type that cannot be a parameter is underlined itself.

mod reader;

use std::fmt;
use std::marker::PhantomData;

use castaway::cast;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

pub use self::reader::ArgumentReader;
use crate::codec::{self, ByteArrays, Bytes, JsonKind, Reader, Reading};
use crate::error::{CallError, ErrorCode};
use crate::scope::{self, Mode};
use crate::thunk::Call;

/// What can be a parameter of a `#[js_invokable]` function.
///
/// * every type that implements [`Deserialize`]: it takes one argument of the call;
/// * the context parameters, which take none: [`Circuit`](crate::Circuit), [`State<T>`](crate::State) and
///   [`This<Self>`](crate::This).
///
/// `&str`, `&[u8]`, `&T` and `&[T]` work too: the macro decodes what they refer to and lends it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a `#[js_invokable]` function",
    label = "not a parameter type",
    note = "it and everything in it must implement `serde::Deserialize`: derive it for types of yours; an object of yours is taken as `ObjectReference<..>`"
)]
pub trait FromArgument<'c>: Sized {
    /// Whether it takes one of the call's arguments.
    #[doc(hidden)]
    const IS_ARGUMENT: bool;

    /// Takes it from the call.
    #[doc(hidden)]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error>;
}

#[diagnostic::do_not_recommend]
impl<'c, T: Deserialize<'c>> FromArgument<'c> for T {
    const IS_ARGUMENT: bool = true;

    #[inline]
    fn take<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error> {
        source.next_value()
    }
}

/// Where arguments come from, one after the other.
#[doc(hidden)]
pub trait ArgumentSource<'c> {
    /// How it fails.
    type Error;

    /// Decodes the next argument.
    fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, Self::Error>;

    /// The call, for context parameters.
    fn call(&self) -> &Call<'c>;

    /// Fails for a reason of the context.
    fn fail(&self, error: CallError) -> Self::Error;
}

/// The elements of the JSON array, while `serde_json` walks through it.
struct FromArray<'x, 'c, A> {
    elements: A,
    reading: &'x Reading<'c>,
    call: &'x Call<'c>,
}

impl<'c, A: SeqAccess<'c>> ArgumentSource<'c> for FromArray<'_, 'c, A> {
    type Error = A::Error;

    #[inline]
    fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, A::Error> {
        self.reading.begin_argument();
        match self.elements.next_element_seed(Typed { reading: self.reading, target: PhantomData })? {
            Some(value) => Ok(value),
            None => absent(self.reading).map_err(de::Error::custom),
        }
    }

    fn call(&self) -> &Call<'c> {
        self.call
    }

    fn fail(&self, error: CallError) -> A::Error {
        scope::refuse_reading(error)
    }
}

/// Decodes one argument through the [`Reader`].
struct Typed<'x, 'c, T> {
    reading: &'x Reading<'c>,
    target: PhantomData<T>,
}

impl<'c, T: Deserialize<'c>> DeserializeSeed<'c> for Typed<'_, 'c, T> {
    type Value = T;

    #[inline]
    fn deserialize<D: de::Deserializer<'c>>(self, deserializer: D) -> Result<T, D::Error> {
        let reader = Reader::new(deserializer, self.reading);
        if typeid::of::<T>() == typeid::of::<Vec<u8>>() {
            return bytes_at_once(reader);
        }
        T::deserialize(reader)
    }
}

/// A parameter of type `Vec<u8>` takes its bytes with one copy, not one by one.
fn bytes_at_once<'c, T, D: de::Deserializer<'c>>(reader: Reader<'_, 'c, D>) -> Result<T, D::Error> {
    let bytes = Vec::from(Bytes::deserialize(reader)?.into_inner());
    let mut value: Option<T> = None;
    if let Ok(place) = cast!(&mut value, &mut Option<Vec<u8>>) {
        *place = Some(bytes);
    }
    value.ok_or_else(|| de::Error::custom("expected a byte array"))
}

/// An argument that the caller left out: its type may accept that.
#[cold]
fn absent<'c, T: Deserialize<'c>>(reading: &Reading<'c>) -> Result<T, &'static str> {
    T::deserialize(codec::Missing).map_err(|_| {
        reading.set_problem(Problem::TooFew);
        "too few arguments"
    })
}

/// Whether a parameter of this type may be left out at the end of a call.
pub fn accepts_absence<'c, T: FromArgument<'c>>() -> bool {
    struct Nothing;
    impl<'c> ArgumentSource<'c> for Nothing {
        type Error = ();
        fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, ()> {
            T::deserialize(codec::Missing).map_err(drop)
        }
        fn call(&self) -> &Call<'c> {
            unreachable!("context parameters are not asked")
        }
        fn fail(&self, _: CallError) {}
    }
    T::IS_ARGUMENT && T::take(&mut Nothing).is_ok()
}

/// Why a list of arguments does not fit, where serde's error does not say.
#[derive(Clone, Copy)]
pub(crate) enum Problem {
    TooFew,
    TooMany(JsonKind),
}

/// All parameters of a signature.
trait ArgumentList<'c>: Sized {
    /// How many arguments they take.
    const COUNT: usize;
    /// Takes them in order.
    fn take_all<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error>;
}

struct ListVisitor<'x, 'c, L> {
    reading: &'x Reading<'c>,
    call: &'x Call<'c>,
    list: PhantomData<L>,
}

impl<'c, L: ArgumentList<'c>> Visitor<'c> for ListVisitor<'_, 'c, L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<L, A::Error> {
        let mut source = FromArray { elements, reading: self.reading, call: self.call };
        let list = L::take_all(&mut source)?;
        // Arguments that are left over are an error of `serde_json`'s own, which `argument_error` puts into words.
        self.reading.end_arguments();
        Ok(list)
    }
}

impl<'c> Call<'c> {
    /// Belongs to the function of its signature, `args_N`: a call on its own would copy the whole `Call` once more.
    #[allow(clippy::inline_always, reason = "measured: a tenth of a small call")]
    #[inline(always)]
    fn decode<L: ArgumentList<'c>>(&self) -> Result<L, CallError> {
        let reading = Reading::new(
            &self.input.arena,
            ByteArrays::Numbered(&self.input.byte_arrays),
            self.circuit.options.max_json_depth,
        );
        let visitor = ListVisitor { reading: &reading, call: self, list: PhantomData };
        let mut json = serde_json::Deserializer::from_str(self.argument_text());
        let result = scope::within(Mode::Decode, || {
            let list = json.deserialize_seq(visitor)?;
            json.end()?;
            Ok(list)
        });
        result.map_err(|error| self.argument_error(&error, &reading, L::COUNT))
    }

    /// The JSON array of arguments; `null` and nothing stand for an empty one.
    #[inline]
    fn argument_text(&self) -> &'c str {
        if matches!(self.args.as_bytes().first(), Some(b'[')) {
            return self.args;
        }
        match self.args.trim_ascii() {
            "" | "null" => "[]",
            text => text,
        }
    }

    /// Puts an error of decoding into words that name the argument, and no value.
    #[cold]
    #[inline(never)]
    fn argument_error(&self, error: &serde_json::Error, reading: &Reading<'c>, expected: usize) -> CallError {
        let name = self.name;
        let index = reading.argument();
        if error.is_syntax() && index == 0 {
            self.find_surplus(reading, expected);
        }
        match reading.problem() {
            Some(Problem::TooFew) => {
                return invalid(format!(
                    "The call to '{name}' expects '{expected}' parameters, but received '{}'.",
                    index - 1
                ));
            }
            Some(Problem::TooMany(kind)) => {
                return invalid(format!(
                    "Unexpected JSON token {}. Ensure that the call to `{name}' is supplied with exactly \
                     '{expected}' parameters.",
                    kind.token_name()
                ));
            }
            None => {}
        }
        let failure = scope::take_failure(&error.to_string());
        let Some(parameter) = index.checked_sub(1).and_then(|at| self.parameter(at)) else {
            return failure.unwrap_or_else(|| {
                let path = self.method_path();
                invalid(format!("the arguments of `{path}`: {}", codec::describe(error)))
            });
        };
        if !reading.expects_reference() && self.is_reference(index - 1) {
            return invalid(format!(
                "In call to '{name}', parameter of type '{0}' at index {index} must be declared as type \
                 'ObjectReference<{0}>' to receive the incoming value.",
                parameter.type_name
            ));
        }
        let path = self.method_path();
        match failure {
            // Its text stands as it is, and its code says more than `invalid_arguments`.
            Some(failure) => failure,
            None => invalid(format!("argument {index} `{}` of `{path}`: {}", parameter.name, codec::describe(error))),
        }
    }

    /// Notes what follows the last argument, if the text is a whole array.
    fn find_surplus(&self, reading: &Reading<'c>, expected: usize) {
        let values = serde_json::from_str::<Vec<&RawValue>>(self.argument_text()).unwrap_or_default();
        if let Some(kind) = values.get(expected).and_then(|value| serde_json::from_str(value.get()).ok()) {
            reading.set_problem(Problem::TooMany(kind));
        }
    }

    /// Whether the argument with this index, from 0, is a reference to a Rust object.
    fn is_reference(&self, index: usize) -> bool {
        let values = serde_json::from_str::<Vec<&RawValue>>(self.argument_text()).unwrap_or_default();
        let inside = values.get(index).and_then(|value| value.get().strip_prefix('{'));
        inside.is_some_and(|inside| inside.trim_start().starts_with("\"__dotNetObject\""))
    }

    /// The parameter that takes the argument with this index, from 0.
    fn parameter(&self, index: usize) -> Option<&'static crate::descriptor::ParameterDescriptor> {
        self.method.parameters.iter().filter(|parameter| parameter.is_argument).nth(index)
    }
}

fn invalid(message: String) -> CallError {
    CallError::dispatch(ErrorCode::InvalidArguments, message)
}

macro_rules! argument_lists {
    ($($args:ident($($parameter:ident)*)),* $(,)?) => {
        $(
            impl<'c, $($parameter: FromArgument<'c>),*> ArgumentList<'c> for ($($parameter,)*) {
                const COUNT: usize = 0 $(+ $parameter::IS_ARGUMENT as usize)*;

                #[inline]
                fn take_all<Source: ArgumentSource<'c>>(_source: &mut Source) -> Result<Self, Source::Error> {
                    Ok(($($parameter::take(_source)?,)*))
                }
            }
        )*

        /// One function per number of parameters, called by the thunks.
        impl<'c> Call<'c> {
            $(
                #[doc(hidden)]
                #[allow(clippy::type_complexity)]
                pub fn $args<$($parameter: FromArgument<'c>),*>(&self) -> Result<($($parameter,)*), CallError> {
                    self.decode()
                }
            )*
        }
    };
}

argument_lists! {
    args_0(), args_1(A), args_2(A B), args_3(A B C), args_4(A B C D), args_5(A B C D E), args_6(A B C D E F),
    args_7(A B C D E F G), args_8(A B C D E F G H), args_9(A B C D E F G H I), args_10(A B C D E F G H I J),
    args_11(A B C D E F G H I J K), args_12(A B C D E F G H I J K L), args_13(A B C D E F G H I J K L M),
    args_14(A B C D E F G H I J K L M N), args_15(A B C D E F G H I J K L M N O),
    args_16(A B C D E F G H I J K L M N O P),
}
