//! The states that methods need, which hosts check before the first call.

use std::any::TypeId;
use std::fmt;

use crate::descriptor::{MethodDescriptor, ParameterDescriptor};

/// Collects the states without which a context parameter cannot be made: see
/// [`FromCall::required_states`](crate::FromCall::required_states).
#[derive(Default)]
pub struct RequiredStates {
    /// One entry for each method and state.
    required: Vec<Required>,
    /// The method whose parameters are asked.
    method: Option<Method>,
    /// Set with the first entry, so that programs whose methods need no states do not contain the code.
    check: Option<Check>,
}

/// A method, with the name of its assembly or of its type.
type Method = (&'static str, &'static MethodDescriptor);

type Check = fn(&RequiredStates, &dyn Fn(TypeId) -> bool) -> Result<(), MissingStates>;

struct Required {
    state: TypeId,
    type_name: &'static str,
    method: Method,
}

impl RequiredStates {
    #[inline(never)]
    pub(super) fn add(&mut self, state: TypeId, type_name: &'static str) {
        if let Some(method) = self.method {
            self.required.push(Required { state, type_name, method });
            self.check = Some(Self::check_all);
        }
    }

    /// Adds the states that the parameters of a method need.
    pub(crate) fn add_method(&mut self, owner: &'static str, method: &'static MethodDescriptor) {
        self.method = Some((owner, method));
        for extractor in method.parameters.iter().filter_map(ParameterDescriptor::extractor) {
            extractor.required_states(self);
        }
    }

    /// Returns an error that lists the states that are not given, with the methods that take them.
    pub(crate) fn check(&self, is_given: &dyn Fn(TypeId) -> bool) -> Result<(), MissingStates> {
        self.check.map_or(Ok(()), |check| check(self, is_given))
    }

    fn check_all(&self, is_given: &dyn Fn(TypeId) -> bool) -> Result<(), MissingStates> {
        let mut missing: Vec<&Required> = self.required.iter().filter(|entry| !is_given(entry.state)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        // Keeps the order of the methods of one state.
        missing.sort_by_key(|entry| (entry.type_name, entry.state));
        Err(MissingStates::of(&missing))
    }
}

impl fmt::Debug for RequiredStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.required.iter().map(|entry| entry.type_name)).finish()
    }
}

/// Methods take a [`State<T>`](crate::State) that their host was not given. Lists the types, each with the methods that take it.
#[derive(Clone, PartialEq, Eq)]
pub struct MissingStates {
    text: String,
}

/// How many methods are listed for each state.
const MAX_LISTED_METHODS: usize = 3;

impl MissingStates {
    #[cold]
    fn of(missing: &[&Required]) -> Self {
        let mut text =
            "methods take states that were not given; give each to the host with `state`, or declare it with \
             `connection_state` if circuits get it when their client is accepted or later"
                .to_owned();
        for entries in missing.chunk_by(|one, other| one.state == other.state) {
            let mut methods: Vec<_> =
                entries.iter().map(|entry| format!("`{}.{}`", entry.method.0, entry.method.1.name)).collect();
            methods.dedup();
            let more = methods.len().saturating_sub(MAX_LISTED_METHODS);
            methods.truncate(MAX_LISTED_METHODS);
            text.push_str(&format!("\n  `State<{}>` is taken by {}", entries[0].type_name, methods.join(", ")));
            if more > 0 {
                text.push_str(&format!(" and {more} more"));
            }
        }
        Self { text }
    }
}

impl fmt::Display for MissingStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for MissingStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for MissingStates {}
