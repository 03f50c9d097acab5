//! The command line.

use std::path::PathBuf;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Say what there is.
    Help,
    /// Serve the gallery.
    Serve(Settings),
    /// Write the WebAssembly page.
    Export {
        /// Where the module is.
        module: PathBuf,
        /// Where the files go.
        folder: PathBuf,
    },
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The port to listen on; 0 takes a free one.
    pub(crate) port: u16,
    /// Whether to open the page in a browser.
    pub(crate) open: bool,
    /// Where the WebAssembly module is, for a page with Rust inside.
    pub(crate) module: Option<PathBuf>,
}

/// The text of `--help`.
pub(crate) const HELP: &str = "\
Serves the gallery on this machine: with Rust on the server and, given a module, with Rust in the page.

    --port <number>     the port to listen on: 3000 unless given, 0 takes a free one
    --wasm <folder>     the folder with the WebAssembly module, which `cargo xtask gallery --host wasm` builds and names
    --export <folder>   with `--wasm`: instead of serving, write the WebAssembly page for any static file server
    --open              open the page in the browser: with `--wasm`, the WebAssembly page
    --help              print this text
";

/// Reads the words of the command line; an error says what is wrong with them.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut settings = Settings { port: 3000, open: false, module: None };
    let mut export = None;
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (&*word, None),
        };
        match (name, &value) {
            ("--help" | "-h", None) => return Ok(Request::Help),
            ("--open", None) => settings.open = true,
            ("--port", _) => settings.port = port(value.or_else(|| words.next()))?,
            ("--wasm", _) => settings.module = Some(folder("--wasm", value.or_else(|| words.next()))?),
            ("--export", _) => export = Some(folder("--export", value.or_else(|| words.next()))?),
            _ => return Err(format!("unknown argument `{word}`")),
        }
    }
    match (export, settings.module) {
        (None, module) => Ok(Request::Serve(Settings { module, ..settings })),
        (Some(folder), Some(module)) => Ok(Request::Export { module, folder }),
        (Some(_), None) => Err("`--export` needs `--wasm`: it writes the WebAssembly page".to_owned()),
    }
}

fn port(word: Option<String>) -> Result<u16, String> {
    let word = word.ok_or("`--port` needs a number")?;
    word.parse().map_err(|_| format!("`{word}` is not a port: expected a number from 0 to 65535"))
}

fn folder(name: &str, word: Option<String>) -> Result<PathBuf, String> {
    match word {
        Some(word) if !word.is_empty() && !word.starts_with("--") => Ok(word.into()),
        _ => Err(format!("`{name}` needs a folder")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn serve(port: u16, open: bool, module: Option<&str>) -> Request {
        Request::Serve(Settings { port, open, module: module.map(PathBuf::from) })
    }

    #[test]
    fn port_3000_unless_told_otherwise() {
        assert_eq!(request(""), Ok(serve(3000, false, None)));
        assert_eq!(request("--port 0 --open"), Ok(serve(0, true, None)));
        assert_eq!(request("--port=8080"), Ok(serve(8080, false, None)));
        assert_eq!(request("--port 8080 --help"), Ok(Request::Help));
    }

    #[test]
    fn a_module_brings_the_page_that_it_runs_in() {
        assert_eq!(request("--wasm target/pkg --port 0"), Ok(serve(0, false, Some("target/pkg"))));
        assert_eq!(request("--wasm=a=b --open"), Ok(serve(3000, true, Some("a=b"))));
    }

    #[test]
    fn the_webassembly_page_can_be_written_instead() {
        let export = Request::Export { module: "pkg".into(), folder: "site".into() };
        assert_eq!(request("--wasm pkg --export site"), Ok(export));
        assert_eq!(request("--export site").unwrap_err(), "`--export` needs `--wasm`: it writes the WebAssembly page");
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(request("--prot 1").unwrap_err(), "unknown argument `--prot`");
        assert_eq!(request("--open=yes").unwrap_err(), "unknown argument `--open=yes`");
        assert_eq!(request("--port").unwrap_err(), "`--port` needs a number");
        assert_eq!(request("--port 70000").unwrap_err(), "`70000` is not a port: expected a number from 0 to 65535");
        assert_eq!(request("--wasm").unwrap_err(), "`--wasm` needs a folder");
        assert_eq!(request("--wasm --open").unwrap_err(), "`--wasm` needs a folder");
        assert_eq!(request("--wasm pkg --export=").unwrap_err(), "`--export` needs a folder");
    }
}
