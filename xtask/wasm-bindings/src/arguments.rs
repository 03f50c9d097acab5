//! The command line.

use std::path::PathBuf;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Say what there is.
    Help,
    /// Write the files for a module.
    Write(Settings),
}

/// Which module, and what to write for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The module as the compiler made it.
    pub(crate) module: PathBuf,
    /// Where the files go.
    pub(crate) folder: PathBuf,
    /// What the files are called; the module's own name unless given.
    pub(crate) name: Option<String>,
    /// Who loads them.
    pub(crate) target: Target,
    /// Whether to keep the names of functions, for stack traces: they are more than half as large as the code.
    pub(crate) keep_names: bool,
}

/// Who loads the files.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A page, or whoever gives them the module: `await init(…)`.
    Web,
    /// A bundler that takes a module for something to import.
    Bundler,
    /// Node.js, by `require`.
    NodeJs,
}

/// The text of `--help`.
pub(crate) const HELP: &str = "\
Writes the JavaScript side of a WebAssembly module that uses wasm-bindgen.

wasm-bindings <module> --out <folder>

    --out <folder>    where the files go
    --name <name>     what they are called: the name of the module unless given
    --target <who>    who loads them: `web` unless given, `bundler` or `nodejs`
    --keep-names      keep the names of functions, for stack traces
    --help            print this text
";

/// Reads the words of the command line; an error says what is wrong with them.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut module = None;
    let mut folder = None;
    let mut name = None;
    let mut target = Target::Web;
    let mut keep_names = false;
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("`{word}` needs a value"));
        match word.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--out" => folder = Some(PathBuf::from(value()?)),
            "--name" => name = Some(value()?),
            "--target" => target = parse_target(&value()?)?,
            "--keep-names" => keep_names = true,
            option if option.starts_with('-') => return Err(format!("unknown option `{option}`")),
            _ if module.is_none() => module = Some(PathBuf::from(word)),
            surplus => return Err(format!("one module at a time: `{surplus}` is too many")),
        }
    }
    let module = module.ok_or("the module is missing")?;
    let folder = folder.ok_or("`--out` is missing")?;
    Ok(Request::Write(Settings { module, folder, name, target, keep_names }))
}

fn parse_target(word: &str) -> Result<Target, String> {
    match word {
        "web" => Ok(Target::Web),
        "bundler" => Ok(Target::Bundler),
        "nodejs" => Ok(Target::NodeJs),
        unknown => Err(format!("unknown target `{unknown}`, expected `web`, `bundler` or `nodejs`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn a_module_and_a_folder_are_enough() {
        let settings = Settings {
            module: "app.wasm".into(),
            folder: "pkg".into(),
            name: None,
            target: Target::Web,
            keep_names: false,
        };
        assert_eq!(request("app.wasm --out pkg"), Ok(Request::Write(settings)));
    }

    #[test]
    fn everything_can_be_chosen_in_any_order() {
        let settings = Settings {
            module: "app.wasm".into(),
            folder: "pkg".into(),
            name: Some("page".to_owned()),
            target: Target::NodeJs,
            keep_names: true,
        };
        let line = "--target nodejs --keep-names --out pkg app.wasm --name page";
        assert_eq!(request(line), Ok(Request::Write(settings)));
    }

    #[test]
    fn what_is_missing_or_unknown_is_named() {
        assert_eq!(request("--out pkg").unwrap_err(), "the module is missing");
        assert_eq!(request("app.wasm").unwrap_err(), "`--out` is missing");
        assert_eq!(request("app.wasm --out").unwrap_err(), "`--out` needs a value");
        assert_eq!(request("a.wasm b.wasm --out pkg").unwrap_err(), "one module at a time: `b.wasm` is too many");
        assert_eq!(request("--fast").unwrap_err(), "unknown option `--fast`");
        assert_eq!(
            request("app.wasm --out pkg --target deno").unwrap_err(),
            "unknown target `deno`, expected `web`, `bundler` or `nodejs`"
        );
    }
}
