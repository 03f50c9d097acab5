//! Errors about the options of a server.

use std::fmt::{self, Display};
use std::io;

/// Options of a server are invalid: see [`Server::try_new`](crate::Server::try_new).
///
/// Lists every invalid option, with its name and what to write instead, so that one attempt shows all mistakes.
///
/// ```
/// use interop_server::{Server, ServerOptions};
///
/// let options = ServerOptions::new().path("interop").allow_origin("https://app.example/");
/// let error = Server::try_new(options).unwrap_err();
/// let options: Vec<_> = error.problems().map(|problem| problem.option()).collect();
/// assert_eq!(options, ["path", "allow_origin"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionsError(Vec<OptionProblem>);

/// Why one option is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionProblem {
    option: &'static str,
    reason: String,
}

impl OptionsError {
    /// The problems, in the order in which they were found. There is at least one.
    pub fn problems(&self) -> impl Iterator<Item = &OptionProblem> {
        self.0.iter()
    }
}

impl OptionProblem {
    /// The name of the option, which is the name of its method on [`ServerOptions`](crate::ServerOptions).
    pub fn option(&self) -> &'static str {
        self.option
    }

    /// What is wrong, and what to write instead.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

impl Display for OptionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`ServerOptions::{}`: {}", self.option, self.reason)
    }
}

impl Display for OptionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the options of the server are invalid")?;
        for problem in &self.0 {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for OptionsError {}

/// For a `main` that returns [`io::Result`].
impl From<OptionsError> for io::Error {
    fn from(error: OptionsError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}

/// Collects invalid options, so that all of them can be reported at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<OptionProblem>);

impl Problems {
    /// Adds an invalid option. The reason says what to write instead.
    pub(crate) fn add(&mut self, option: &'static str, reason: impl Into<String>) {
        self.0.push(OptionProblem { option, reason: reason.into() });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_error(self) -> OptionsError {
        OptionsError(self.0)
    }
}
