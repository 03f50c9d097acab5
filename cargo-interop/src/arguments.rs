//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The arguments passed by cargo, which start with the name of the command.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo", disable_help_subcommand = true)]
pub(crate) enum Cargo {
    Interop(Arguments),
}

/// Typed TypeScript clients for annotated Rust methods.
#[derive(Debug, Args)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Creates a project: a server, a page, and the typed client with which the page calls the server.
    New(NewArguments),
    /// Writes the typed client of a crate: a script and its declarations for each assembly.
    Ts {
        #[command(flatten)]
        crate_: CrateArguments,
        #[command(flatten)]
        client: ClientArguments,
        /// Keeps running and regenerates the client when a source of the crate, or of another crate in its workspace,
        /// changes.
        #[arg(long)]
        watch: bool,
        /// How `--watch` reports each generation: as text, or as one line of JSON for a program, which ends the watch by
        /// closing its standard input.
        #[arg(long, value_enum, default_value_t = MessageFormat::Human, requires = "watch")]
        message_format: MessageFormat,
    },
    /// Compares a typed client with the crate and lists stale, missing and leftover files. Exits with 1 if there are
    /// any.
    Check {
        #[command(flatten)]
        crate_: CrateArguments,
        #[command(flatten)]
        client: ClientArguments,
    },
    /// Lists the methods and objects of a crate.
    List {
        #[command(flatten)]
        crate_: CrateArguments,
    },
    /// Prints the contract of a crate as JSON.
    Contract {
        #[command(flatten)]
        crate_: CrateArguments,
        /// Writes the contract to a file instead.
        #[arg(long, short, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Lists the breaking changes between an older contract and a crate. Exits with 1 if there are any.
    Diff {
        /// The older contract, as written by `cargo interop contract`.
        old: PathBuf,
        /// The newer contract; by default, that of the crate.
        new: Option<PathBuf>,
        #[command(flatten)]
        crate_: CrateArguments,
    },
}

/// The new project.
#[derive(Clone, Debug, Args)]
pub(crate) struct NewArguments {
    /// The name of the crate, or the path of its folder.
    #[arg(value_name = "NAME")]
    pub(crate) path: PathBuf,
    /// The methods can also run in the page, as a WebAssembly module.
    #[arg(long)]
    pub(crate) wasm: bool,
    /// The page is a project for Vite, in TypeScript. It needs Node.js.
    #[arg(long, conflicts_with = "plain")]
    pub(crate) vite: bool,
    /// The page consists of plain files, which need no build step: the default.
    #[arg(long)]
    pub(crate) plain: bool,
    /// Depends on the crates and the npm package in a checkout of the repository instead of the released ones.
    #[arg(long = "path", value_name = "CHECKOUT")]
    pub(crate) checkout: Option<PathBuf>,
}

/// The crate and its build options.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CrateArguments {
    /// The package, if the workspace has several.
    #[arg(long, short, value_name = "NAME")]
    pub(crate) package: Option<String>,
    /// The binary of the package, instead of its library.
    #[arg(long, value_name = "NAME")]
    pub(crate) bin: Option<String>,
    /// Features to build with.
    #[arg(long, short = 'F', value_name = "FEATURES", value_delimiter = ',')]
    pub(crate) features: Vec<String>,
    /// Builds with all features.
    #[arg(long)]
    pub(crate) all_features: bool,
    /// Builds without the default features.
    #[arg(long)]
    pub(crate) no_default_features: bool,
    /// The path of the package's `Cargo.toml`.
    #[arg(long, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// Reads a contract instead of building the crate.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["package", "bin", "manifest_path"])]
    pub(crate) from: Option<PathBuf>,
}

/// The options of the client.
#[derive(Clone, Debug, Args)]
pub(crate) struct ClientArguments {
    /// The output folder for the client's files.
    #[arg(long, short, value_name = "FOLDER")]
    pub(crate) out: PathBuf,
    /// How member names are derived from ids.
    #[arg(long, value_enum, default_value_t = Naming::CamelCase)]
    pub(crate) names: Naming,
    /// The package that exports `DotNet`; by default, the global `DotNet` of the page's script is used.
    #[arg(long, value_name = "PACKAGE", num_args = 0..=1, default_missing_value = "interop-js")]
    pub(crate) import: Option<String>,
    /// For connections to a WebAssembly module: adds synchronous forms of functions and objects under `sync`.
    #[arg(long)]
    pub(crate) wasm: bool,
    /// Fails on warnings, such as a type without a schema.
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Naming {
    CamelCase,
    AsIs,
}
