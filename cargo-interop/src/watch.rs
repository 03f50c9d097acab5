//! Generates a client again after each change.

use std::io;
use std::process::{self, ExitCode};
use std::thread;

use crate::arguments::{ClientArguments, CrateArguments, MessageFormat};
use crate::commands::generate;
use crate::failure::Failure;
use crate::report::Generated;
use crate::source;
use crate::sources::Sources;
use crate::target::Target;

/// Writes the client now and after each change, until the user ends the program. Errors are reported, and the client is
/// generated again after the next change.
pub(crate) fn run(
    crate_: &CrateArguments,
    client: &ClientArguments,
    format: MessageFormat,
) -> Result<ExitCode, String> {
    if crate_.from.is_some() {
        return Err("`--watch` needs a crate to build, not a contract".to_owned());
    }
    if format == MessageFormat::Json {
        end_with_standard_input();
    }
    // Without a package there is nothing to wait for.
    let target = Target::find(crate_)?;
    let mut sources = Sources::in_packages(&target.packages);
    loop {
        let before = sources.before_build();
        let result = round(crate_, client, format, &mut sources);
        let built = sources.after_build(before);
        format.report(&client.out.display().to_string(), &result);
        if format == MessageFormat::Human {
            println!("watching for changes");
        }
        sources.wait_for_change(&built);
    }
}

/// Generates the client once, and finds out which sources it depends on.
fn round(
    crate_: &CrateArguments,
    client: &ClientArguments,
    format: MessageFormat,
    sources: &mut Sources,
) -> Result<Generated, Failure> {
    let target = Target::find(crate_)?;
    match source::of_target(&target, crate_, format.messages()) {
        Ok(described) => {
            sources.built(described.sources);
            Ok(generate(&described.contract, client)?)
        }
        Err(failure) => {
            sources.failed(&target.packages);
            Err(failure)
        }
    }
}

/// Ends the program when its standard input is closed, which also happens when the program that started it has been
/// killed.
fn end_with_standard_input() {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        process::exit(0);
    });
}
