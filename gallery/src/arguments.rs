//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Serves the gallery on this machine, with Rust on the server and, if a module is given, with Rust in the page.
#[derive(Debug, Parser, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The port to listen on; 0 selects a free port
    #[arg(long, default_value_t = 3000)]
    pub(crate) port: u16,
    /// The folder with the WebAssembly module, which `cargo xtask gallery --host wasm` builds and passes
    #[arg(long, value_name = "FOLDER")]
    pub(crate) wasm: Option<PathBuf>,
    /// Write the WebAssembly page to this folder, for any static file server, instead of serving it
    #[arg(long, value_name = "FOLDER", requires = "wasm")]
    pub(crate) export: Option<PathBuf>,
    /// Open the page in the browser; with `--wasm`, the WebAssembly page
    #[arg(long)]
    pub(crate) open: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    fn arguments(line: &str) -> Result<Arguments, ErrorKind> {
        let words = ["gallery"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn port_3000_unless_told_otherwise() {
        let usual = Arguments { port: 3000, wasm: None, export: None, open: false };
        assert_eq!(arguments(""), Ok(usual));
        assert_eq!(arguments("--port=8080 --open").map(|arguments| (arguments.port, arguments.open)), Ok((8080, true)));
        assert_eq!(arguments("--port 70000"), Err(ErrorKind::ValueValidation));
    }

    #[test]
    fn only_a_page_with_a_module_can_be_exported() {
        let export = arguments("--wasm pkg --export site").unwrap();
        assert_eq!((export.wasm, export.export), (Some("pkg".into()), Some("site".into())));
        assert_eq!(arguments("--export site"), Err(ErrorKind::MissingRequiredArgument));
        assert_eq!(arguments("--wasm --open"), Err(ErrorKind::InvalidValue));
    }
}
