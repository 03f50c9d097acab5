//! Why arguments do not fit, in words that name the argument and no value.

use serde_json::value::RawValue;

use super::advice::reference_type;
use crate::codec::{self, JsonKind, OBJECT_KEY, Problem, Reading, Step};
use crate::error::{CallError, ErrorCode};
use crate::scope;
use crate::thunk::Call;

impl<'c> Call<'c> {
    /// Puts an error of decoding into words that name the argument, and no value.
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
            Some(Problem::Refused) | None => {}
        }
        let failure = scope::take_failure(&error.to_string());
        if let Some(Problem::Refused) = reading.problem() {
            return failure.unwrap_or_else(|| CallError::internal(error));
        }
        let Some(parameter) = index.checked_sub(1).and_then(|at| self.parameter(at)) else {
            return failure.unwrap_or_else(|| {
                let path = self.method_path();
                invalid(format!("the arguments of `{path}`: {}", codec::describe(error)))
            });
        };
        let whose = || format!("argument {index} `{}` of `{}`: ", parameter.name, self.method_path());
        if let Some(failure) = failure {
            return if is_about_the_argument(&failure) { failure.prefixed(&whose()) } else { failure };
        }
        if !reading.expects_reference()
            && let Some(place) = self.find_reference(index - 1)
        {
            let given = parameter.type_name;
            return invalid(match reference_type(given, &place) {
                Some(declared) => format!(
                    "In call to '{name}', parameter of type '{given}' at index {index} must be declared as type \
                     '{declared}' to receive the incoming value."
                ),
                None => format!(
                    "{}expected a value, got a reference to an object; to receive it, declare its field as \
                     `ObjectReference<..>`",
                    whose()
                ),
            });
        }
        invalid(whose() + &codec::describe(error))
    }

    /// Notes what follows the last argument, if the text is a whole array.
    fn find_surplus(&self, reading: &Reading<'c>, expected: usize) {
        let values = serde_json::from_str::<Vec<&RawValue>>(self.argument_text()).unwrap_or_default();
        if let Some(surplus) = values.get(expected) {
            reading.set_problem(Problem::TooMany(JsonKind::of(surplus.get())));
        }
    }

    /// Where in the argument with this index, from 0, a reference to a Rust object is, if there is one.
    fn find_reference(&self, index: usize) -> Option<Vec<Step>> {
        let values = serde_json::from_str::<Vec<&RawValue>>(self.argument_text()).unwrap_or_default();
        codec::find_key(values.get(index)?.get(), OBJECT_KEY)
    }

    /// The parameter that takes the argument with this index, from 0.
    fn parameter(&self, index: usize) -> Option<&'static crate::descriptor::ParameterDescriptor> {
        self.method.parameters.iter().filter(|parameter| parameter.is_argument).nth(index)
    }
}

/// Whether an error with a code is about the argument itself. The text about a disposed object is the original's.
fn is_about_the_argument(error: &CallError) -> bool {
    [ErrorCode::InvalidArguments, ErrorCode::LimitExceeded].iter().any(|code| error.code() == code.as_str())
}

fn invalid(message: String) -> CallError {
    CallError::dispatch(ErrorCode::InvalidArguments, message)
}
