//! The implementation of each command.

use std::fs;
use std::process::ExitCode;

use interop_contract::typescript::{self, Client, Names, Options};
use interop_contract::{Contract, Method};

use crate::arguments::{Arguments, ClientArguments, Command, Naming};
use crate::folder::{self, Drift};
use crate::report::{Generated, print_generated};
use crate::{project, source, watch};

pub(crate) fn run(arguments: Arguments) -> Result<ExitCode, String> {
    match arguments.command {
        Command::New(project) => {
            print!("{}", project::create(&project)?);
            Ok(ExitCode::SUCCESS)
        }
        Command::Ts { crate_, client, watch: true, message_format } => watch::run(&crate_, &client, message_format),
        Command::Ts { crate_, client, .. } => {
            let generated = generate(&source::contract(&crate_)?, &client)?;
            print_generated(&client.out.display().to_string(), &generated);
            Ok(ExitCode::SUCCESS)
        }
        Command::Check { crate_, client } => check(&source::contract(&crate_)?, &client),
        Command::List { crate_ } => {
            print!("{}", listing(&source::contract(&crate_)?));
            Ok(ExitCode::SUCCESS)
        }
        Command::Contract { crate_, out } => {
            let json = source::contract(&crate_)?.to_json();
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
            let new = new.map_or_else(|| source::contract(&crate_), |path| source::read(&path))?;
            let changes = interop_contract::breaking_changes(&old, &new);
            for change in &changes {
                println!("{change}");
            }
            Ok(if changes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
    }
}

/// Generates the client in memory.
fn client(contract: &Contract, arguments: &ClientArguments) -> Result<Client, String> {
    let mut options = Options::default();
    options.names = match arguments.names {
        Naming::CamelCase => Names::CamelCase,
        Naming::AsIs => Names::AsIs,
    };
    options.package.clone_from(&arguments.import);
    options.wasm = arguments.wasm;
    let client = typescript::client(contract, &options).map_err(|problems| problems.to_string())?;
    if arguments.strict && !client.warnings.is_empty() {
        let warnings: Vec<String> = client.warnings.iter().map(|warning| format!("\n  {warning}")).collect();
        return Err(format!(
            "{} warnings, which `--strict` does not allow; nothing was written:{}",
            warnings.len(),
            warnings.concat()
        ));
    }
    Ok(client)
}

/// Generates the client and updates its folder.
pub(crate) fn generate(contract: &Contract, arguments: &ClientArguments) -> Result<Generated, String> {
    let client = client(contract, arguments)?;
    let drift = folder::write(&client, &arguments.out)?;
    Ok(Generated { drift, warnings: client.warnings.iter().map(ToString::to_string).collect() })
}

fn check(contract: &Contract, arguments: &ClientArguments) -> Result<ExitCode, String> {
    let client = client(contract, arguments)?;
    for warning in &client.warnings {
        eprintln!("warning: {warning}");
    }
    let drift = Drift::of(&client, &arguments.out)?;
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
