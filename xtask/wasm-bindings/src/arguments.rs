//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Writes the JavaScript side of a WebAssembly module that uses wasm-bindgen.
#[derive(Debug, Parser, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The module as the compiler made it
    pub(crate) module: PathBuf,
    /// Where the files go
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// What the files are called; the module's own name unless given
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Who loads the files
    #[arg(long, value_enum, default_value_t = Target::Web)]
    pub(crate) target: Target,
    /// Keep the names of functions, for stack traces: they are more than half as large as the code
    #[arg(long)]
    pub(crate) keep_names: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// A page, or whoever gives them the module: `await init(…)`
    Web,
    /// A bundler that takes a module for something to import
    Bundler,
    /// Node.js, by `require`
    #[value(name = "nodejs")]
    NodeJs,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn arguments(line: &str) -> Result<Arguments, ErrorKind> {
        let words = ["wasm-bindings"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_module_and_a_folder_are_enough() {
        let usual = Arguments {
            module: "app.wasm".into(),
            out: "pkg".into(),
            name: None,
            target: Target::Web,
            keep_names: false,
        };
        assert_eq!(arguments("app.wasm --out pkg"), Ok(usual));
        assert_eq!(arguments("app.wasm"), Err(ErrorKind::MissingRequiredArgument));
        assert_eq!(arguments("a.wasm b.wasm --out pkg"), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn everything_can_be_chosen_in_any_order() {
        let chosen = Arguments {
            module: "app.wasm".into(),
            out: "pkg".into(),
            name: Some("page".to_owned()),
            target: Target::NodeJs,
            keep_names: true,
        };
        assert_eq!(arguments("--target nodejs --keep-names --out pkg app.wasm --name page"), Ok(chosen));
        assert_eq!(arguments("app.wasm --out pkg --target deno"), Err(ErrorKind::InvalidValue));
    }
}
