//! The command line.

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Say what there is.
    Help,
    /// Serve the gallery.
    Serve(Settings),
}

/// How to serve.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The port to listen on; 0 takes a free one.
    pub(crate) port: u16,
    /// Whether to open the page in a browser.
    pub(crate) open: bool,
}

/// The text of `--help`.
pub(crate) const HELP: &str = "\
Serves the gallery on this machine.

    --port <number>   the port to listen on: 3000 unless given, 0 takes a free one
    --open            open the page in the browser
    --help            print this text
";

/// Reads the words of the command line; an error says what is wrong with them.
pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Request, String> {
    let mut settings = Settings { port: 3000, open: false };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--help" | "-h" => return Ok(Request::Help),
            "--open" => settings.open = true,
            "--port" => settings.port = port(words.next().as_deref())?,
            _ => match word.strip_prefix("--port=") {
                Some(number) => settings.port = port(Some(number))?,
                None => return Err(format!("unknown argument `{word}`")),
            },
        }
    }
    Ok(Request::Serve(settings))
}

fn port(word: Option<&str>) -> Result<u16, String> {
    let word = word.ok_or("`--port` needs a number")?;
    word.parse().map_err(|_| format!("`{word}` is not a port: expected a number from 0 to 65535"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Result<Request, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    fn serve(port: u16, open: bool) -> Request {
        Request::Serve(Settings { port, open })
    }

    #[test]
    fn port_3000_unless_told_otherwise() {
        assert_eq!(request(""), Ok(serve(3000, false)));
        assert_eq!(request("--port 0 --open"), Ok(serve(0, true)));
        assert_eq!(request("--port=8080"), Ok(serve(8080, false)));
        assert_eq!(request("--port 8080 --help"), Ok(Request::Help));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(request("--prot 1").unwrap_err(), "unknown argument `--prot`");
        assert_eq!(request("--port").unwrap_err(), "`--port` needs a number");
        assert_eq!(request("--port 70000").unwrap_err(), "`70000` is not a port: expected a number from 0 to 65535");
    }
}
