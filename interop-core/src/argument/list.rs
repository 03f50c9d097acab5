//! All arguments of a signature at once.
//!
//! A thunk asks for all its parameters at once, `call.args_2::<i32, &str>()`: one piece of code per signature, and a
//! trait bound per parameter, so that a type that cannot be a parameter is underlined itself.

use std::fmt;
use std::marker::PhantomData;

use castaway::cast;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer as _, SeqAccess, Visitor};

use super::{ArgumentSource, FromArgument, absent};
use crate::codec::{ByteArrays, ByteBuffer, Reader, Reading};
use crate::error::CallError;
use crate::scope::{self, Phase};
use crate::thunk::Call;

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
        match self.elements.next_element_seed(ArgumentSeed { reading: self.reading, target: PhantomData })? {
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
struct ArgumentSeed<'x, 'c, T> {
    reading: &'x Reading<'c>,
    target: PhantomData<T>,
}

impl<'c, T: Deserialize<'c>> DeserializeSeed<'c> for ArgumentSeed<'_, 'c, T> {
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
    let bytes = Vec::from(ByteBuffer::deserialize(reader)?.into_inner());
    let mut value: Option<T> = None;
    if let Ok(place) = cast!(&mut value, &mut Option<Vec<u8>>) {
        *place = Some(bytes);
    }
    value.ok_or_else(|| de::Error::custom("expected a byte array"))
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

/// The one piece of code for each signature.
///
/// It is a function of `serde_json`'s type, because the compiler puts it beside that type's own functions then, and can make
/// one of it and of the function that it calls. Elsewhere the arguments of a small call are handed on twice, through
/// memory, which takes a tenth of its time.
trait Decode {
    /// Decodes all arguments of a call.
    fn decode<'c, L: ArgumentList<'c>>(call: &Call<'c>) -> Result<L, CallError>;
}

type JsonText<'c> = serde_json::Deserializer<serde_json::de::StrRead<'c>>;

impl Decode for JsonText<'_> {
    // As part of the thunks it would be there once for each function.
    #[inline(never)]
    fn decode<'c, L: ArgumentList<'c>>(call: &Call<'c>) -> Result<L, CallError> {
        let reading = Reading::new(
            &call.input.arena,
            ByteArrays::Numbered(&call.input.byte_arrays),
            call.circuit.link.options.max_json_depth,
        );
        let visitor = ListVisitor { reading: &reading, call, list: PhantomData };
        let mut json = JsonText::from_str(call.argument_text());
        let result = scope::within(Phase::Decode, || {
            let list = json.deserialize_seq(visitor)?;
            json.end()?;
            Ok(list)
        });
        result.map_err(|error| call.argument_error(&error, &reading, L::COUNT))
    }
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
                #[inline]
                pub fn $args<$($parameter: FromArgument<'c>),*>(&self) -> Result<($($parameter,)*), CallError> {
                    JsonText::decode(self)
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
