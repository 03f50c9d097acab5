//! Obtains the description of a crate. Its test program links everything that the crate links, and contains a test that
//! writes the description.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use interop_contract::Contract;
use interop_core::contract::{DESCRIPTION_VARIABLE, Description};

use crate::arguments::CrateArguments;
use crate::build::{self, Messages};
use crate::failure::Failure;
use crate::target::Target;

/// The test that `assembly!` adds to a crate.
const TEST: &str = "__only_one_assembly_per_crate::__interop_contract";

/// A contract, and the sources that it depends on.
pub(crate) struct Described {
    pub(crate) contract: Contract,
    /// The sources of the crate and of the local crates that it depends on.
    pub(crate) sources: Vec<PathBuf>,
}

/// The contract of a crate, or the one in a file.
pub(crate) fn contract(arguments: &CrateArguments) -> Result<Contract, String> {
    match &arguments.from {
        Some(path) => read(path),
        None => Ok(of_target(&Target::find(arguments)?, arguments, Messages::Printed)?.contract),
    }
}

/// Builds a target and obtains its contract.
pub(crate) fn of_target(target: &Target, arguments: &CrateArguments, messages: Messages) -> Result<Described, Failure> {
    let built = build::test_program(target, arguments, messages)?;
    let description = describe(target, &built.program)?;
    let contract = Contract::from_description(description).map_err(|problems| problems.to_string())?;
    Ok(Described { contract, sources: built.sources })
}

/// Reads a contract from a file.
pub(crate) fn read(path: &Path) -> Result<Contract, String> {
    let json = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Contract::from_json(&json).map_err(|error| format!("{}: {error}", path.display()))
}

/// Runs the test that writes the description.
fn describe(target: &Target, program: &Path) -> Result<Description, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("cannot create a temporary folder: {error}"))?;
    let file = folder.path().join("description.json");
    let output = Command::new(program)
        .args(["--exact", TEST, "--test-threads=1"])
        .env(DESCRIPTION_VARIABLE, &file)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", program.display()))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stdout);
        return Err(format!("{} could not describe itself:\n{}", target.shown(), text.trim()));
    }
    let Ok(json) = fs::read(&file) else {
        return Err(format!(
            "{} does not name its assembly: write `interop_core::assembly!(\"...\");` at its root, and \
             `use the_crate as _;` if it only links another crate",
            target.shown()
        ));
    };
    serde_json::from_slice(&json).map_err(|error| {
        format!("{} uses another version of interop-core with another description format: {error}", target.shown())
    })
}
