//! Decodes arguments one at a time, for functions some of whose parameters may be compiled out.

use std::cell::Cell;
use std::fmt;

use serde::Deserialize;
use serde::de;
use serde_json::value::RawValue;

use super::{ArgumentSource, FromArgument, NeedsNoAwait, absent};
use crate::circuit::Unread;
use crate::codec::{JsonKind, Problem, Reader, Reading};
use crate::error::CallError;
use crate::scope::{self, Phase};
use crate::thunk::Call;

impl<'c> Call<'c> {
    /// Decodes arguments one at a time, for functions some of whose parameters may be compiled out.
    ///
    /// # Errors
    ///
    /// If the text is not a JSON array.
    pub fn arguments(&self) -> Result<ArgumentReader<'c>, CallError> {
        let reading = self.reading();
        match serde_json::from_str::<Vec<&'c RawValue>>(self.argument_text()) {
            Ok(values) => {
                let unread = Cell::new(Some(Unread::new(self.circuit, self.argument_text())));
                Ok(ArgumentReader { call: *self, reading, values: values.into_iter(), unread })
            }
            Err(error) => {
                drop(Unread::new(self.circuit, self.argument_text()));
                Err(self.argument_error(&error, &reading, 0))
            }
        }
    }
}

/// Decodes arguments one at a time.
pub struct ArgumentReader<'c> {
    call: Call<'c>,
    reading: Reading<'c>,
    values: std::vec::IntoIter<&'c RawValue>,
    /// Until the reader has finished or failed. What was not read is released then, or when the reader is dropped.
    unread: Cell<Option<Unread<'c>>>,
}

impl<'c> ArgumentReader<'c> {
    /// Decodes the next parameter.
    ///
    /// # Errors
    ///
    /// The same errors as those of the functions that decode all parameters together.
    #[allow(clippy::should_implement_trait)]
    pub fn next<T: FromArgument<'c, Via> + NeedsNoAwait<Via>, Via>(&mut self) -> Result<T, CallError> {
        T::take(self)
    }

    /// Decodes the next parameter of an asynchronous method, which may be one that is awaited.
    ///
    /// # Errors
    ///
    /// The same errors as those of the functions that decode all parameters together.
    pub fn async_next<T: FromArgument<'c, Via>, Via>(&mut self) -> Result<T, CallError> {
        T::take(self)
    }

    /// Checks that no argument is left.
    ///
    /// # Errors
    ///
    /// If there are surplus arguments.
    pub fn finish(mut self) -> Result<(), CallError> {
        let Some(surplus) = self.values.next() else {
            if !self.reading.has_skipped()
                && let Some(unread) = self.unread.take()
            {
                unread.forget();
            }
            return Ok(());
        };
        let kind = JsonKind::of(surplus.get());
        self.reading.set_problem(Problem::TooMany(kind));
        Err(self.error(&de::Error::custom("too many arguments")))
    }

    fn error(&self, error: &serde_json::Error) -> CallError {
        // Now, because the caller still holds what it has read.
        drop(self.unread.take());
        self.call.argument_error(error, &self.reading, self.call.method.argument_count())
    }
}

impl<'c> ArgumentSource<'c> for ArgumentReader<'c> {
    type Error = CallError;

    fn next_value<T: Deserialize<'c>>(&mut self) -> Result<T, CallError> {
        self.reading.begin_argument();
        let result = match self.values.next() {
            None => absent(&self.reading).map_err(de::Error::custom),
            Some(value) => {
                let before = scope::switch(Phase::Decode);
                let mut json = serde_json::Deserializer::from_str(value.get());
                let result = T::deserialize(Reader::new(&mut json, &self.reading));
                scope::switch(before);
                result
            }
        };
        result.map_err(|error| self.error(&error))
    }

    fn call(&self) -> &Call<'c> {
        &self.call
    }

    fn fail(&self, error: CallError) -> CallError {
        drop(self.unread.take());
        error
    }
}

impl fmt::Debug for ArgumentReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArgumentReader").field("call", &self.call).finish_non_exhaustive()
    }
}
