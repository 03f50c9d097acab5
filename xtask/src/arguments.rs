//! Parses the command line into a [`Request`].

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser};

use crate::fuzz::FUZZ_TARGETS;
use crate::gallery::Host;
use crate::steps::{STEPS, Selection, step_list};
use crate::wasm::{Loader, Module, Profile};

/// Development tasks.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", after_help = step_list())]
pub(crate) enum Request {
    /// Run the checks that must pass before a change is merged, and stop at the first failing step
    #[command(after_help = step_list())]
    Test(Test),
    /// Run benchmarks of calls; `bench build` measures build time and size, `bench wasm` a WebAssembly module in a
    /// browser, and `bench instructions` counts instructions
    #[command(disable_help_flag = true)]
    Bench {
        /// Arguments for the benchmark program, which has its own `--help`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, default_value = "run", hide_default_value = true)]
        words: Vec<String>,
    },
    /// Serve the gallery
    Gallery {
        /// Where its Rust code runs
        #[arg(long, value_enum, default_value_t = Host::Server)]
        host: Host,
        /// Arguments for the gallery; `-- --help` lists them
        #[arg(last = true)]
        words: Vec<String>,
    },
    /// Build a package of the workspace for WebAssembly, with its JavaScript bindings
    Wasm(Wasm),
    /// Fuzz a parser or a circuit with libFuzzer; needs a C++ compiler
    Fuzz {
        /// The fuzz target
        #[arg(value_parser = PossibleValuesParser::new(FUZZ_TARGETS))]
        target: String,
        /// How long to run, in seconds
        #[arg(long, default_value = "60")]
        seconds: NonZeroU64,
        /// Run only this input, such as one that failed
        #[arg(long, value_name = "FILE", conflicts_with = "seconds")]
        input: Option<PathBuf>,
    },
    /// Interrupt the connections of many clients at random points, and check that no state is left behind
    Soak {
        /// How long to run, in seconds
        #[arg(long, default_value = "600")]
        seconds: NonZeroU64,
    },
}

/// The arguments of `cargo xtask test`.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Skip the slow steps
    #[arg(long, conflicts_with = "steps")]
    quick: bool,
    /// Install nothing: list what is missing, and run no steps if anything is missing
    #[arg(long)]
    pub(crate) no_install: bool,
    /// Run only these steps
    #[arg(value_name = "STEP", value_parser = PossibleValuesParser::new(STEPS.iter().map(|step| step.name)), hide_possible_values = true)]
    steps: Vec<String>,
}

impl Test {
    /// The selected steps.
    pub(crate) fn selection(&self) -> Selection {
        match (self.quick, &self.steps[..]) {
            (true, _) => Selection::Quick,
            (false, []) => Selection::All,
            (false, names) => Selection::Named(names.to_vec()),
        }
    }
}

/// The arguments of `cargo xtask wasm`.
#[derive(Debug, Args)]
pub(crate) struct Wasm {
    /// The package
    package: String,
    /// The manifest of a project outside of the workspace that has the package
    #[arg(long, value_name = "PATH", requires = "out")]
    manifest_path: Option<PathBuf>,
    /// Build with optimizations
    #[arg(long)]
    release: bool,
    /// Build with optimizations for size: with the profile `wasm-release`
    #[arg(long, conflicts_with = "release")]
    small: bool,
    /// Show how many bytes of the module belong to which code
    #[arg(long)]
    pub(crate) size: bool,
    /// The output folder; by default a folder in the target directory
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// The environment that loads the files
    #[arg(long, value_enum, default_value_t = Loader::Web)]
    target: Loader,
}

impl Wasm {
    /// The module to build.
    pub(crate) fn module(self) -> Module {
        let profile = match (self.release, self.small) {
            (_, true) => Profile::Small,
            (true, false) => Profile::Release,
            (false, false) => Profile::Dev,
        };
        let module = Module { manifest: self.manifest_path, ..Module::new(&self.package, profile, self.target) };
        match self.out {
            Some(folder) => Module { folder, ..module },
            None => module,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn request(line: &str) -> Result<Request, ErrorKind> {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        Request::try_parse_from(words).map_err(|error| error.kind())
    }

    fn selection(line: &str) -> Result<Selection, ErrorKind> {
        match request(line)? {
            Request::Test(test) => Ok(test.selection()),
            other => panic!("{other:?}"),
        }
    }

    fn module(line: &str) -> Result<Module, ErrorKind> {
        match request(line)? {
            Request::Wasm(wasm) => Ok(wasm.module()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Request::command().debug_assert();
    }

    #[test]
    fn test_takes_nothing_or_quick_or_names_of_steps() {
        assert_eq!(selection("test"), Ok(Selection::All));
        assert_eq!(selection("test --quick"), Ok(Selection::Quick));
        assert_eq!(selection("test fmt wasm"), Ok(Selection::Named(vec!["fmt".to_owned(), "wasm".to_owned()])));
        assert_eq!(selection("test --quick fmt"), Err(ErrorKind::ArgumentConflict));
        assert_eq!(selection("test clipy"), Err(ErrorKind::InvalidValue));
        assert_eq!(selection("test --fast"), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn bench_runs_unless_told_otherwise_and_hands_everything_on() {
        let words = |line: &str| match request(line) {
            Ok(Request::Bench { words }) => words,
            other => panic!("{other:?}"),
        };
        assert_eq!(words("bench"), ["run"]);
        assert_eq!(words("bench build 2"), ["build", "2"]);
        assert_eq!(words("bench run --help"), ["run", "--help"]);
        assert_eq!(words("bench --help"), ["--help"]);
    }

    #[test]
    fn the_gallery_gets_what_is_behind_the_dashes() {
        let gallery = |line: &str| match request(line)? {
            Request::Gallery { host, words } => Ok((host, words)),
            other => panic!("{other:?}"),
        };
        assert_eq!(gallery("gallery"), Ok((Host::Server, Vec::new())));
        let words = ["--port", "0", "--help"].map(str::to_owned).to_vec();
        assert_eq!(gallery("gallery --host wasm -- --port 0 --help"), Ok((Host::Wasm, words)));
        assert_eq!(gallery("gallery --port 0"), Err(ErrorKind::UnknownArgument));
        assert_eq!(gallery("gallery --host tauri"), Err(ErrorKind::InvalidValue));
    }

    #[test]
    fn wasm_takes_one_package_and_how_to_build_it() {
        assert_eq!(module("wasm an-app"), Ok(Module::new("an-app", Profile::Dev, Loader::Web)));
        let chosen = Module { folder: "pkg".into(), ..Module::new("an-app", Profile::Release, Loader::NodeJs) };
        assert_eq!(module("wasm --release --out pkg an-app --target nodejs"), Ok(chosen));
        assert_eq!(module("wasm an-app --small"), Ok(Module::new("an-app", Profile::Small, Loader::Web)));
        assert!(matches!(request("wasm an-app --size"), Ok(Request::Wasm(Wasm { size: true, .. }))));
        let outside = Module {
            folder: "pkg".into(),
            manifest: Some("a/Cargo.toml".into()),
            ..Module::new("a", Profile::Dev, Loader::Web)
        };
        assert_eq!(module("wasm a --manifest-path a/Cargo.toml --out pkg"), Ok(outside));
        assert_eq!(module("wasm a --manifest-path a/Cargo.toml"), Err(ErrorKind::MissingRequiredArgument));
        assert_eq!(module("wasm an-app --small --release"), Err(ErrorKind::ArgumentConflict));
        assert_eq!(module("wasm"), Err(ErrorKind::MissingRequiredArgument));
        assert_eq!(module("wasm one two"), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn fuzzing_takes_a_target_and_a_time_or_one_input() {
        assert!(
            matches!(request("fuzz frames"), Ok(Request::Fuzz { seconds, input: None, .. }) if seconds.get() == 60)
        );
        assert!(matches!(request("fuzz codec --input a-file"), Ok(Request::Fuzz { input: Some(_), .. })));
        assert_eq!(request("fuzz frames --seconds 0").unwrap_err(), ErrorKind::ValueValidation);
        assert_eq!(request("fuzz everything").unwrap_err(), ErrorKind::InvalidValue);
    }

    #[test]
    fn help_lists_every_step_with_what_it_does() {
        let text = Request::command().render_help().to_string();
        for step in STEPS {
            assert!(text.contains(step.name) && text.contains(step.about), "{}", step.name);
        }
    }
}
