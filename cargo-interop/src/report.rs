//! Reports what each generation of a watched client has changed, or why it failed.

use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::arguments::MessageFormat;
use crate::build::Messages;
use crate::failure::{Failure, Location};
use crate::folder::Drift;

/// A generated client.
#[derive(Debug)]
pub(crate) struct Generated {
    pub(crate) drift: Drift,
    pub(crate) warnings: Vec<String>,
}

impl MessageFormat {
    /// What becomes of the compiler's messages.
    pub(crate) fn messages(self) -> Messages {
        match self {
            Self::Human => Messages::Printed,
            Self::Json => Messages::Collected,
        }
    }

    /// Reports a generation.
    pub(crate) fn report(self, folder: &str, result: &Result<Generated, Failure>) {
        match (self, result) {
            (Self::Human, Ok(generated)) => print_generated(folder, generated),
            (Self::Human, Err(failure)) => eprintln!("error: {}", failure.message),
            (Self::Json, result) => {
                // A program that has ended reads nothing, and ends the watch as well.
                let _ = writeln!(io::stdout(), "{}", json(result));
            }
        }
    }
}

/// Prints the warnings and the changed files.
pub(crate) fn print_generated(folder: &str, generated: &Generated) {
    for warning in &generated.warnings {
        eprintln!("warning: {warning}");
    }
    let drift = &generated.drift;
    if drift.is_none() {
        println!("{folder} is up to date");
    }
    for (names, what) in [(&drift.missing, "wrote"), (&drift.stale, "updated"), (&drift.extra, "removed")] {
        for name in names {
            println!("{what} {folder}/{name}");
        }
    }
}

/// A generation as one line of JSON.
fn json(result: &Result<Generated, Failure>) -> Value {
    match result {
        Ok(Generated { drift, warnings }) => {
            json!({
                "status": "generated",
                "written": drift.missing.iter().chain(&drift.stale).collect::<Vec<_>>(),
                "removed": drift.extra,
                "warnings": warnings,
            })
        }
        Err(Failure { message, location }) => {
            json!({ "status": "failed", "message": message, "location": location.as_ref().map(Location::to_json) })
        }
    }
}
