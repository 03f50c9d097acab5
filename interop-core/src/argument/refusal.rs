//! The error texts for arguments of the wrong type. They name the argument and contain no value.

use serde::de::IgnoredAny;

use super::advice::reference_type;
use crate::codec::{self, ArgumentPlace, Entrusted, JsonKind, Mismatch, OBJECT_KEY, Problem, Reading, Step};
use crate::error::{CallError, ErrorCode};
use crate::scope;
use crate::thunk::Call;

impl<'c> Call<'c> {
    /// Rephrases an error of decoding so that it names the argument and contains no value.
    #[cold]
    #[inline(never)]
    pub(super) fn argument_error(
        &self,
        error: &serde_json::Error,
        reading: &Reading<'c>,
        expected: usize,
    ) -> CallError {
        let name = self.name;
        let index = reading.argument();
        if error.is_syntax() && index == 0 {
            self.find_surplus(reading, expected);
        }
        match reading.problem() {
            Some(Problem::TooFew) => {
                let given = index - 1;
                let text = format!("The call to '{name}' expects '{expected}' parameters, but received '{given}'.");
                return invalid(text).with_data(wrong_count(expected, &given.to_string()));
            }
            Some(Problem::TooMany(kind)) => {
                let text = format!(
                    "Unexpected JSON token {}. Ensure that the call to `{name}' is supplied with exactly \
                     '{expected}' parameters.",
                    kind.token_name()
                );
                return invalid(text).with_data(wrong_count(expected, "more"));
            }
            Some(Problem::Refused) | None => {}
        }
        let failure = scope::take_failure(&error.to_string());
        if let Some(Problem::Refused) = reading.problem() {
            return failure.unwrap_or_else(|| CallError::internal(error));
        }
        let Some(parameter) = index.checked_sub(1).and_then(|at| self.parameter(at)) else {
            return failure.unwrap_or_else(|| {
                let path = self.method_path();
                let text = codec::describe(error).text;
                invalid(format!("the arguments of `{path}`: {text}"))
            });
        };
        let place = self.find_place(reading, index - 1);
        let mut data = serde_json::Map::new();
        data.insert("index".to_owned(), index.into());
        data.insert("name".to_owned(), parameter.name().into());
        data.insert("path".to_owned(), place.path.as_str().into());
        let whose = || format!("argument {index} `{}` of `{}`: ", parameter.name(), self.method_path());
        if let Some(failure) = failure {
            return if failure.is_for_client() || !is_about_the_argument(&failure) {
                failure
            } else {
                failure.prefixed(&whose()).with_data(data)
            };
        }
        if !reading.expects_reference()
            && let Some(place) = self.find_reference(index - 1)
        {
            data.insert("found".to_owned(), "a reference to an object".into());
            let given = parameter.type_name();
            let text = match reference_type(given, &place) {
                Some(declared) => format!(
                    "In call to '{name}', parameter of type '{given}' at index {index} must be declared as type \
                     '{declared}' to receive the incoming value."
                ),
                None => format!(
                    "{}expected a value, got a reference to an object; to receive it, declare its field as \
                     `ObjectReference<..>`",
                    whose()
                ),
            };
            return invalid(text).with_data(data);
        }
        let Mismatch { mut text, expected, mut found, mut is_custom } = codec::describe(error);
        if let Some(Entrusted { words, taken_by, .. }) = place.entrusted {
            let expected = expected.as_deref().unwrap_or("a value");
            text = format!("expected {expected}, got {words}, which only a `{taken_by}` takes");
            (found, is_custom) = (Some(*words), false);
        }
        if let Some(expected) = expected {
            data.insert("expected".to_owned(), expected.into());
        }
        if let Some(found) = found.or(place.found.map(JsonKind::words)) {
            data.insert("found".to_owned(), found.into());
        }
        let mut refusal = invalid(whose() + &text).with_data(data);
        let at = if place.path.is_empty() { String::new() } else { format!("at `{}`: ", place.path) };
        // A text of the application's own may repeat the value, which must not be recorded.
        let recorded = if is_custom { "refused by its type" } else { &text };
        refusal.record(format!("{}{at}{recorded}", whose()));
        refusal
    }

    /// Where in the argument with this index, from 0, decoding has failed.
    fn find_place(&self, reading: &Reading<'c>, index: usize) -> ArgumentPlace {
        let levels = reading.arena.take_trail(index + 1);
        self.argument(index).map(|value| codec::find_place(value, &levels)).unwrap_or_default()
    }

    /// Notes what follows the last argument, if the text is a whole array.
    fn find_surplus(&self, reading: &Reading<'c>, expected: usize) {
        if let Some(surplus) = self.argument(expected) {
            reading.set_problem(Problem::TooMany(JsonKind::of(surplus)));
        }
    }

    /// The path to a reference to a Rust object in the argument with this index, from 0, if there is one.
    fn find_reference(&self, index: usize) -> Option<Vec<Step>> {
        codec::find_key(self.argument(index)?, OBJECT_KEY)
    }

    /// The text of the argument with this index, from 0, if all arguments are valid JSON.
    #[inline(never)]
    fn argument(&self, index: usize) -> Option<&'c str> {
        let text = self.argument_text();
        serde_json::from_str::<IgnoredAny>(text).ok()?;
        codec::element(text, index)
    }

    /// The parameter that takes the argument with this index, from 0.
    fn parameter(&self, index: usize) -> Option<&'static crate::descriptor::ParameterDescriptor> {
        self.method.parameters.iter().filter(|parameter| parameter.is_argument()).nth(index)
    }
}

/// Whether an error with a code is about the argument itself. The text about a disposed object is the same as in
/// Blazor.
fn is_about_the_argument(error: &CallError) -> bool {
    [ErrorCode::InvalidArguments, ErrorCode::LimitExceeded].iter().any(|code| error.code() == code.as_str())
}

/// The data of a call with another number of arguments.
fn wrong_count(expected: usize, found: &str) -> serde_json::Value {
    let count = |number: &str| format!("{number} arguments");
    // Inserted one by one: collecting a map from several entries sorts them, with a sort of its own.
    let mut data = serde_json::Map::new();
    data.insert("expected".to_owned(), count(&expected.to_string()).into());
    data.insert("found".to_owned(), count(found).into());
    data.into()
}

fn invalid(message: String) -> CallError {
    CallError::dispatch(ErrorCode::InvalidArguments, message)
}
