//! The command line: from words to a [`Request`].

use std::fmt::Write as _;

use crate::gallery::Host;
use crate::steps::{STEPS, Selection};
use crate::wasm::{Loader, Module, Profile};

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Say what there is.
    Help,
    /// Run steps of [`STEPS`].
    Test(Selection),
    /// Run the benchmark program with these words.
    Bench(Vec<String>),
    /// Serve the gallery with these words.
    Gallery(Host, Vec<String>),
    /// Build a package for WebAssembly.
    Wasm(Module),
}

/// Reads the words behind `cargo xtask`; an error says what is wrong with them.
pub(crate) fn parse(words: &[String]) -> Result<Request, String> {
    let Some((command, rest)) = words.split_first() else {
        return Ok(Request::Help);
    };
    match command.as_str() {
        "help" | "--help" | "-h" => Ok(Request::Help),
        "test" => parse_test(rest),
        "bench" if rest.is_empty() => Ok(Request::Bench(vec!["run".to_owned()])),
        "bench" => Ok(Request::Bench(rest.to_vec())),
        "gallery" => parse_gallery(rest),
        "wasm" => parse_wasm(rest),
        unknown => Err(format!("unknown command `{unknown}`, expected `test`, `bench`, `gallery`, `wasm` or `help`")),
    }
}

fn parse_test(words: &[String]) -> Result<Request, String> {
    let mut quick = false;
    let mut names = Vec::new();
    for word in words {
        match word.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--quick" => quick = true,
            option if option.starts_with('-') => {
                return Err(format!("unknown option `{option}` of `test`, expected `--quick`"));
            }
            name => names.push(name.to_owned()),
        }
    }
    match (quick, names.is_empty()) {
        (false, true) => Ok(Request::Test(Selection::All)),
        (true, true) => Ok(Request::Test(Selection::Quick)),
        (false, false) => Ok(Request::Test(Selection::Named(names))),
        (true, false) => Err("`--quick` selects the steps itself: leave out either it or the names".to_owned()),
    }
}

fn parse_gallery(words: &[String]) -> Result<Request, String> {
    let mut host = Host::Server;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--host" => host = parse_host(value(word, words.next())?)?,
            "--" => return Ok(Request::Gallery(host, words.cloned().collect())),
            other => {
                return Err(format!(
                    "unknown argument `{other}` of `gallery`, expected `--host`; what is for the gallery itself goes behind `--`"
                ));
            }
        }
    }
    Ok(Request::Gallery(host, Vec::new()))
}

fn parse_host(word: &str) -> Result<Host, String> {
    match word {
        "server" => Ok(Host::Server),
        "wasm" => Ok(Host::Wasm),
        unknown => Err(format!("unknown host `{unknown}`, expected `server` or `wasm`")),
    }
}

fn parse_wasm(words: &[String]) -> Result<Request, String> {
    let mut package = None;
    let mut profile = Profile::Dev;
    let mut loader = Loader::Web;
    let mut folder = None;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--release" => profile = Profile::Release,
            "--out" => folder = Some(value(word, words.next())?.into()),
            "--target" => loader = parse_loader(value(word, words.next())?)?,
            option if option.starts_with('-') => {
                return Err(format!(
                    "unknown option `{option}` of `wasm`, expected `--release`, `--out` or `--target`"
                ));
            }
            name if package.is_none() => package = Some(name),
            surplus => return Err(format!("`wasm` builds one package at a time: `{surplus}` is too many")),
        }
    }
    let package = package.ok_or("`wasm` needs the name of a package of the workspace")?;
    let module = Module::new(package, profile, loader);
    Ok(Request::Wasm(match folder {
        Some(folder) => Module { folder, ..module },
        None => module,
    }))
}

fn parse_loader(word: &str) -> Result<Loader, String> {
    let known = Loader::ALL.into_iter().find(|loader| loader.name() == word);
    known.ok_or_else(|| {
        let [web, bundler, nodejs] = Loader::ALL.map(Loader::name);
        format!("unknown target `{word}`, expected `{web}`, `{bundler}` or `{nodejs}`")
    })
}

fn value<'a>(option: &str, word: Option<&'a String>) -> Result<&'a str, String> {
    word.map(String::as_str).ok_or_else(|| format!("`{option}` needs a value"))
}

/// The text of `cargo xtask help`.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "\
cargo xtask test              run every step below, in this order, up to the first that fails
cargo xtask test --quick      leave out the slow ones
cargo xtask test <step>...    run only these
cargo xtask bench             measure calls
cargo xtask bench build       measure build time and size
cargo xtask bench wasm        measure calls and size of a WebAssembly module, in a browser
cargo xtask gallery           serve the gallery; its own arguments go behind `--`
    --host <where>            where its Rust code runs: `server` unless given, or `wasm`: in the page
cargo xtask wasm <package>    build a package of the workspace for WebAssembly, with its JavaScript side
    --release                 optimize it
    --out <folder>            where the files go: a folder of the build results unless given
    --target <who>            who loads them: `web` unless given, `bundler` or `nodejs`
cargo xtask help              print this text

steps (* with --quick too):
",
    );
    for step in STEPS {
        let mark = if step.quick { '*' } else { ' ' };
        let _ = writeln!(text, "{mark} {:8} {}", step.name, step.about);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Result<Request, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().copied().map(str::to_owned).collect()
    }

    #[test]
    fn no_command_and_every_spelling_of_help_print_help() {
        for line in ["", "help", "--help", "-h", "test --help", "test --quick -h"] {
            assert_eq!(request(line), Ok(Request::Help), "{line}");
        }
    }

    #[test]
    fn test_takes_nothing_or_quick_or_names() {
        assert_eq!(request("test"), Ok(Request::Test(Selection::All)));
        assert_eq!(request("test --quick"), Ok(Request::Test(Selection::Quick)));
        assert_eq!(request("test fmt wasm"), Ok(Request::Test(Selection::Named(owned(&["fmt", "wasm"])))));
    }

    #[test]
    fn quick_and_names_together_are_refused() {
        assert!(request("test --quick fmt").unwrap_err().contains("--quick"));
    }

    #[test]
    fn bench_runs_unless_told_otherwise_and_hands_everything_on() {
        assert_eq!(request("bench"), Ok(Request::Bench(owned(&["run"]))));
        assert_eq!(request("bench build"), Ok(Request::Bench(owned(&["build"]))));
        assert_eq!(request("bench run --help"), Ok(Request::Bench(owned(&["run", "--help"]))));
    }

    #[test]
    fn the_gallery_runs_on_the_server_unless_told_otherwise_and_gets_what_is_behind_the_dashes() {
        assert_eq!(request("gallery"), Ok(Request::Gallery(Host::Server, Vec::new())));
        let wasm = Request::Gallery(Host::Wasm, owned(&["--port", "0", "--help"]));
        assert_eq!(request("gallery --host wasm -- --port 0 --help"), Ok(wasm));
        assert!(request("gallery --port 0").unwrap_err().contains("`--port` of `gallery`"));
        assert_eq!(request("gallery --host").unwrap_err(), "`--host` needs a value");
        assert_eq!(request("gallery --host tauri").unwrap_err(), "unknown host `tauri`, expected `server` or `wasm`");
    }

    #[test]
    fn wasm_takes_one_package_and_how_to_build_it() {
        let usual = Module::new("an-app", Profile::Dev, Loader::Web);
        assert_eq!(request("wasm an-app"), Ok(Request::Wasm(usual)));
        let chosen = Module { folder: "pkg".into(), ..Module::new("an-app", Profile::Release, Loader::NodeJs) };
        assert_eq!(request("wasm --release --out pkg an-app --target nodejs"), Ok(Request::Wasm(chosen)));
        assert_eq!(request("wasm").unwrap_err(), "`wasm` needs the name of a package of the workspace");
        assert_eq!(request("wasm one two").unwrap_err(), "`wasm` builds one package at a time: `two` is too many");
        assert_eq!(
            request("wasm one --target deno").unwrap_err(),
            "unknown target `deno`, expected `web`, `bundler` or `nodejs`"
        );
    }

    #[test]
    fn what_is_unknown_is_named_with_what_was_expected() {
        assert_eq!(
            request("tset").unwrap_err(),
            "unknown command `tset`, expected `test`, `bench`, `gallery`, `wasm` or `help`"
        );
        assert_eq!(request("test --fast").unwrap_err(), "unknown option `--fast` of `test`, expected `--quick`");
    }

    #[test]
    fn help_lists_every_step_with_what_it_does() {
        let text = help();
        for step in STEPS {
            assert!(text.contains(step.name) && text.contains(step.about), "{}", step.name);
        }
    }
}
