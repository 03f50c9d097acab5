//! Why arguments do not fit, in words that name the argument and no value.

use serde_json::value::RawValue;

use crate::codec::{self, JsonKind, Reading};
use crate::error::{CallError, ErrorCode};
use crate::scope;
use crate::thunk::Call;

/// Why a list of arguments does not fit, where serde's error does not say.
#[derive(Clone, Copy)]
pub(crate) enum Problem {
    TooFew,
    TooMany(JsonKind),
}

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
