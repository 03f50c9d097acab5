//! Decodes all arguments of a signature.
//!
//! A thunk requests all of its parameters together, `call.args_2::<i32, &str>()`. There is one piece of code for each
//! signature, and a trait bound for each parameter, so that the compiler marks the type that cannot be a parameter.

use std::fmt;
use std::marker::PhantomData;

use castaway::cast;
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer as _, SeqAccess, Visitor};

use super::integers::{FromIntegers, Integers};
use super::{ArgumentSource, FromArgument, NeedsNoAwait, absent};
use crate::circuit::Unread;
use crate::codec::{ByteBuffer, Problem, Reader, Reading};
use crate::error::CallError;
use crate::scope::{self, Phase};
use crate::thunk::Call;

/// The elements of the JSON array while `serde_json` reads it.
struct FromArray<'x, 'c, A> {
    elements: A,
    reading: &'x Reading<'c>,
    call: &'x Call<'c>,
}

impl<'c, A: SeqAccess<'c>> ArgumentSource<'c> for FromArray<'_, 'c, A> {
    type Error = A::Error;

    // Not marked `#[inline]`: the code for a large type then exists once, and not in every signature that contains it.
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
        self.reading.set_problem(Problem::Refused);
        scope::refuse_reading(error)
    }
}

/// Decodes one argument with the [`Reader`].
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

/// A parameter of type `Vec<u8>` takes its bytes with one copy, instead of one by one.
fn bytes_at_once<'c, T, D: de::Deserializer<'c>>(reader: Reader<'_, 'c, D>) -> Result<T, D::Error> {
    let bytes = Vec::from(ByteBuffer::deserialize(reader)?.into_inner());
    let mut value: Option<T> = None;
    if let Ok(place) = cast!(&mut value, &mut Option<Vec<u8>>) {
        *place = Some(bytes);
    }
    value.ok_or_else(|| de::Error::custom("expected a byte array"))
}
/// All parameters of a signature, and how each of them is made.
trait ArgumentList<'c, Via>: Sized {
    /// The number of arguments that they take.
    const COUNT: usize;
    /// Takes them in order.
    fn take_all<S: ArgumentSource<'c>>(source: &mut S) -> Result<Self, S::Error>;
    /// Whether all arguments are numbers. The compiler answers this.
    fn are_numbers() -> bool;
    /// Reads all arguments, and returns whether they are integers that fit.
    fn read_integers(integers: &mut Integers<'_>) -> bool;
}

struct ListVisitor<'x, 'c, L, Via> {
    reading: &'x Reading<'c>,
    call: &'x Call<'c>,
    list: PhantomData<(L, Via)>,
}

impl<'c, Via, L: ArgumentList<'c, Via>> Visitor<'c> for ListVisitor<'_, 'c, L, Via> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'c>>(self, elements: A) -> Result<L, A::Error> {
        let mut source = FromArray { elements, reading: self.reading, call: self.call };
        let list = L::take_all(&mut source)?;
        // Surplus arguments result in an error of `serde_json`, which `argument_error` rephrases.
        self.reading.end_arguments();
        Ok(list)
    }
}

/// The code for one signature.
///
/// It is a method of the type of `serde_json`, because the compiler then places it next to the functions of that type,
/// and can merge it with the function that it calls. Otherwise, the arguments of a small call are passed through memory
/// twice, which takes a tenth of its time.
trait Decode {
    /// Decodes all arguments of a call.
    fn decode<'c, Via, L: ArgumentList<'c, Via>>(call: &Call<'c>) -> Result<L, CallError>;
}

/// Releases what was not read of the arguments when it is dropped, also after a panic. It is only a pointer, because every call
/// has one.
struct UnreadArguments<'x, 'c>(&'x Call<'c>);

impl Drop for UnreadArguments<'_, '_> {
    #[cold]
    #[inline(never)]
    fn drop(&mut self) {
        drop(Unread::new(self.0.circuit, self.0.args));
    }
}

type JsonText<'c> = serde_json::Deserializer<serde_json::de::StrRead<'c>>;

impl Decode for JsonText<'_> {
    // As part of the thunks, it would exist once for each function.
    #[inline(never)]
    fn decode<'c, Via, L: ArgumentList<'c, Via>>(call: &Call<'c>) -> Result<L, CallError> {
        // Everything that does not depend on the signature is in functions that are not generic, because this function is
        // compiled for each signature of a program.
        let reading = call.reading();
        let mut json = JsonText::from_str(call.argument_text());
        let unread = UnreadArguments(call);
        let before = scope::switch(Phase::Decode);
        let mut list = json.deserialize_seq(ListVisitor::<L, Via> { reading: &reading, call, list: PhantomData });
        if list.is_ok()
            && let Err(error) = json.end()
        {
            list = Err(error);
        }
        scope::switch(before);
        match list {
            Ok(list) => {
                if !reading.has_skipped() {
                    std::mem::forget(unread);
                }
                Ok(list)
            }
            Err(error) => Err(call.argument_error(&error, &reading, L::COUNT)),
        }
    }
}

/// Whether integers are read without `serde_json`. A page calls its module over a boundary that costs more, and each signature
/// would add code to the module.
const READS_INTEGERS: bool = cfg!(not(target_arch = "wasm32"));

/// Decodes all arguments of a call, in the way that its signature allows.
#[inline]
fn decode<'c, Via, L: ArgumentList<'c, Via>>(call: &Call<'c>) -> Result<L, CallError> {
    if READS_INTEGERS
        && L::are_numbers()
        && let Some(result) = decode_integers(call)
    {
        return result;
    }
    JsonText::decode(call)
}

/// Decodes the arguments of a call if all of them are integers that fit. The code for one signature.
#[inline(never)]
fn decode_integers<'c, Via, L: ArgumentList<'c, Via>>(call: &Call<'c>) -> Option<Result<L, CallError>> {
    let mut integers = Integers::new(call.args);
    let fit = L::read_integers(&mut integers) && integers.is_complete();
    // Only now, because making the context parameters may have effects.
    fit.then(|| L::take_all(&mut FromIntegers::new(&integers, call)))
}

macro_rules! argument_lists {
    ($($args:ident $async_args:ident ($($parameter:ident $via:ident)*);)*) => {
        $(
            impl<'c, $($via, $parameter: FromArgument<'c, $via>),*> ArgumentList<'c, ($($via,)*)> for ($($parameter,)*) {
                const COUNT: usize = 0 $(+ $parameter::KIND.is_argument() as usize)*;

                #[inline]
                fn take_all<Source: ArgumentSource<'c>>(_source: &mut Source) -> Result<Self, Source::Error> {
                    Ok(($($parameter::take(_source)?,)*))
                }

                #[inline]
                fn are_numbers() -> bool {
                    true $(&& $parameter::is_number())*
                }

                #[inline]
                fn read_integers(_integers: &mut Integers<'_>) -> bool {
                    true $(&& $parameter::read_integer(_integers))*
                }
            }
        )*

        /// One function per number of parameters, called by the thunks: those of asynchronous methods call the second one,
        /// which accepts parameters that are awaited.
        impl<'c> Call<'c> {
            $(
                #[doc(hidden)]
                #[allow(clippy::type_complexity)]
                #[inline]
                pub fn $args<$($parameter: FromArgument<'c, $via> + NeedsNoAwait<$via>,)* $($via),*>(
                    &self,
                ) -> Result<($($parameter,)*), CallError> {
                    decode(self)
                }

                #[doc(hidden)]
                #[allow(clippy::type_complexity)]
                #[inline]
                pub fn $async_args<$($parameter: FromArgument<'c, $via>,)* $($via),*>(
                    &self,
                ) -> Result<($($parameter,)*), CallError> {
                    decode(self)
                }
            )*
        }
    };
}

argument_lists! {
    args_0 async_args_0 ();
    args_1 async_args_1 (A ViaA);
    args_2 async_args_2 (A ViaA B ViaB);
    args_3 async_args_3 (A ViaA B ViaB C ViaC);
    args_4 async_args_4 (A ViaA B ViaB C ViaC D ViaD);
    args_5 async_args_5 (A ViaA B ViaB C ViaC D ViaD E ViaE);
    args_6 async_args_6 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF);
    args_7 async_args_7 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG);
    args_8 async_args_8 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH);
    args_9 async_args_9 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI);
    args_10 async_args_10 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ);
    args_11 async_args_11 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK);
    args_12 async_args_12 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK L ViaL);
    args_13 async_args_13 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK L ViaL M ViaM);
    args_14 async_args_14 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK L ViaL M ViaM N ViaN);
    args_15 async_args_15 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK L ViaL M ViaM N ViaN O ViaO);
    args_16 async_args_16 (A ViaA B ViaB C ViaC D ViaD E ViaE F ViaF G ViaG H ViaH I ViaI J ViaJ K ViaK L ViaL M ViaM N ViaN O ViaO P ViaP);
}
