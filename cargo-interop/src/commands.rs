//! The implementation of each command.

use std::fs;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use interop_contract::typescript::{self, Client, Names, Options};
use interop_contract::{Contract, Method};

use crate::arguments::{Arguments, ClientArguments, Command, CrateArguments, Naming};
use crate::folder::{self, Drift};
use crate::source;
use crate::watch::Sources;

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    match arguments.command {
        Command::Ts { crate_, client, watch: false } => write(&source::contract(&crate_)?.contract, &client),
        Command::Ts { crate_, client, watch: true } => watch(&crate_, &client),
        Command::Check { crate_, client } => check(&source::contract(&crate_)?.contract, &client),
        Command::List { crate_ } => {
            print!("{}", listing(&source::contract(&crate_)?.contract));
            Ok(ExitCode::SUCCESS)
        }
        Command::Contract { crate_, out } => {
            let json = source::contract(&crate_)?.contract.to_json();
            match out {
                Some(path) => {
                    fs::write(&path, json).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
                }
                None => print!("{json}"),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Diff { old, new, crate_ } => {
            let old = source::read(&old)?;
            let new = new.map_or_else(|| Ok(source::contract(&crate_)?.contract), |path| source::read(&path))?;
            let changes = interop_contract::breaking_changes(&old, &new);
            for change in &changes {
                println!("{change}");
            }
            Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

/// Generates the client and prints its warnings.
fn client(contract: &Contract, arguments: &ClientArguments) -> Result<Client, String> {
    let mut options = Options::default();
    options.names = match arguments.names {
        Naming::CamelCase => Names::CamelCase,
        Naming::AsIs => Names::AsIs,
    };
    options.package.clone_from(&arguments.import);
    options.wasm = arguments.wasm;
    let client = typescript::client(contract, &options).map_err(|problems| problems.to_string())?;
    let level = if arguments.strict { "error" } else { "warning" };
    for warning in &client.warnings {
        eprintln!("{level}: {warning}");
    }
    if arguments.strict && !client.warnings.is_empty() {
        return Err(format!(
            "{} warnings, which `--strict` does not allow; nothing was written",
            client.warnings.len()
        ));
    }
    Ok(client)
}

fn write(contract: &Contract, arguments: &ClientArguments) -> Result<ExitCode, String> {
    let client = client(contract, arguments)?;
    let drift = folder::write(&client, &arguments.out)?;
    let folder = arguments.out.display();
    if drift.is_none() {
        println!("{folder} is up to date");
    }
    for (names, what) in [(&drift.missing, "wrote"), (&drift.stale, "updated"), (&drift.extra, "removed")] {
        for name in names {
            println!("{what} {folder}/{name}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn check(contract: &Contract, arguments: &ClientArguments) -> Result<ExitCode, String> {
    let drift = Drift::of(&client(contract, arguments)?, &arguments.out)?;
    let folder = arguments.out.display();
    let kinds = [
        (&drift.stale, "stale"),
        (&drift.missing, "missing"),
        (&drift.extra, "left over"),
        (&drift.foreign, "not generated"),
    ];
    for (names, what) in kinds {
        for name in names {
            println!("{what}: {folder}/{name}");
        }
    }
    if drift.is_none() {
        println!("{folder} is up to date");
        return Ok(ExitCode::SUCCESS);
    }
    println!("run `cargo interop ts` with the same options and commit the result");
    Ok(ExitCode::FAILURE)
}

/// Writes the client now and after each change, until the user ends the program. Errors are printed, and the client is
/// generated again after the next change.
fn watch(crate_: &CrateArguments, arguments: &ClientArguments) -> Result<ExitCode, String> {
    let described = source::contract(crate_)?;
    let Some(dependencies) = described.dependencies else {
        return Err("`--watch` needs a crate to build, not a contract".to_owned());
    };
    let mut sources = Sources::listed_in(&dependencies)?;
    let mut result = write(&described.contract, arguments);
    loop {
        if let Err(error) = result {
            eprintln!("error: {error}");
        }
        println!("watching for changes");
        sources.wait_for_change();
        // Editors that save several files need a moment after the first.
        thread::sleep(Duration::from_millis(30));
        // Files saved while the crate is being built count as changes.
        let before = Sources::listed_in(&dependencies)?;
        match source::contract(crate_) {
            Ok(described) => {
                sources = Sources::listed_in(described.dependencies.as_deref().unwrap_or(&dependencies))?
                    .no_newer_than(before);
                result = write(&described.contract, arguments);
            }
            Err(error) => {
                sources = before;
                result = Err(error);
            }
        }
    }
}

/// The methods and objects, one per line.
fn listing(contract: &Contract) -> String {
    let mut text = String::new();
    let line = |name: &str, id: &str, method: &Method| {
        let parameters: Vec<String> = method
            .parameters
            .iter()
            .map(|parameter| if parameter.optional { format!("{}?", parameter.name) } else { parameter.name.clone() })
            .collect();
        let summary = method.docs.lines().next().unwrap_or_default();
        format!("{}\n", format!("{name}.{id}({})  {summary}", parameters.join(", ")).trim_end())
    };
    for (name, assembly) in &contract.assemblies {
        assembly.methods.iter().for_each(|(id, method)| text.push_str(&line(name, id, method)));
        for (object, content) in &assembly.objects {
            let name = format!("{name}/{object}");
            content.methods.iter().for_each(|(id, method)| text.push_str(&line(&name, id, method)));
        }
    }
    text
}
