//! The command line.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// Writes the JavaScript bindings of a WebAssembly module that uses wasm-bindgen, or shows what the module contains.
#[derive(Debug, Parser, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The compiled module
    pub(crate) module: PathBuf,
    /// The output folder
    #[arg(long, value_name = "FOLDER", required_unless_present = "size")]
    pub(crate) out: Option<PathBuf>,
    /// The base name of the files; by default the name of the module
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// The environment that loads the files
    #[arg(long, value_enum, default_value_t = Target::Web)]
    pub(crate) target: Target,
    /// Keep function names for stack traces, which adds more than half of the code size
    #[arg(long)]
    pub(crate) keep_names: bool,
    /// Instead of writing files, show how many bytes of the module belong to which code
    #[arg(long, conflicts_with_all = ["out", "name", "keep_names"])]
    pub(crate) size: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// A page, or another script that passes the module: `await init(…)`
    Web,
    /// A bundler that can import WebAssembly modules
    Bundler,
    /// Node.js, with `require`
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
            out: Some("pkg".into()),
            name: None,
            target: Target::Web,
            keep_names: false,
            size: false,
        };
        assert_eq!(arguments("app.wasm --out pkg"), Ok(usual));
        assert_eq!(arguments("app.wasm"), Err(ErrorKind::MissingRequiredArgument));
        assert_eq!(arguments("a.wasm b.wasm --out pkg"), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn sizes_are_shown_instead_of_writing_files() {
        assert!(arguments("app.wasm --size").is_ok_and(|arguments| arguments.size && arguments.out.is_none()));
        assert_eq!(arguments("app.wasm --size --out pkg"), Err(ErrorKind::ArgumentConflict));
    }

    #[test]
    fn everything_can_be_chosen_in_any_order() {
        let chosen = Arguments {
            module: "app.wasm".into(),
            out: Some("pkg".into()),
            name: Some("page".to_owned()),
            target: Target::NodeJs,
            keep_names: true,
            size: false,
        };
        assert_eq!(arguments("--target nodejs --keep-names --out pkg app.wasm --name page"), Ok(chosen));
        assert_eq!(arguments("app.wasm --out pkg --target deno"), Err(ErrorKind::InvalidValue));
    }
}
