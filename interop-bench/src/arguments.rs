//! The command line: from words to a [`Request`].

use crate::calls::Side;
use crate::web_socket::Endpoint;

pub(crate) const HELP: &str = "\
interop-bench run [--check] [<row>...]    measure calls and memory, all rows or those whose ids begin so
interop-bench build [--check] [<times>]   measure build time and size, each program so many times (5)
interop-bench profile <row> ours|peer [<calls>]
                                          only make the calls of one side (1000000), for a profiler
interop-bench serve circuits|echo|default-echo
                                          serve WebSockets until the input ends, for the rows about memory

A missed target is reported and makes the command fail only with --check.
";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    Help,
    Run { rows: Vec<String>, check: bool },
    Build { repetitions: u32, check: bool },
    Profile { row: String, side: Side, calls: u32 },
    Serve(Endpoint),
}

/// Reads the words behind the program's name; an error says what is wrong with them.
pub(crate) fn parse(words: &[String]) -> Result<Request, String> {
    let (options, words): (Vec<&str>, Vec<&str>) =
        words.iter().map(String::as_str).partition(|word| word.starts_with('-'));
    if words.is_empty() || options.iter().any(|option| ["-h", "--help"].contains(option)) {
        return Ok(Request::Help);
    }
    if let Some(unknown) = options.iter().find(|option| **option != "--check") {
        return Err(format!("unknown option `{unknown}`, expected `--check`"));
    }
    let check = !options.is_empty();
    match words[..] {
        ["run", ref rows @ ..] => Ok(Request::Run { rows: rows.iter().copied().map(str::to_owned).collect(), check }),
        ["build"] => Ok(Request::Build { repetitions: 5, check }),
        ["build", repetitions] => Ok(Request::Build { repetitions: count(repetitions)?, check }),
        ["profile", row, side] => Ok(Request::Profile { row: row.to_owned(), side: side_of(side)?, calls: 1_000_000 }),
        ["profile", row, side, calls] => {
            Ok(Request::Profile { row: row.to_owned(), side: side_of(side)?, calls: count(calls)? })
        }
        ["serve", endpoint] => {
            let known = Endpoint::from_word(endpoint).ok_or_else(|| format!("unknown endpoint `{endpoint}`"))?;
            Ok(Request::Serve(known))
        }
        _ => Err(format!("cannot make sense of `{}`", words.join(" "))),
    }
}

fn count(word: &str) -> Result<u32, String> {
    word.parse().ok().filter(|count| *count > 0).ok_or_else(|| format!("`{word}` is not a number from 1"))
}

fn side_of(word: &str) -> Result<Side, String> {
    match word {
        "ours" => Ok(Side::Ours),
        "peer" => Ok(Side::Peer),
        unknown => Err(format!("unknown side `{unknown}`, expected `ours` or `peer`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(line: &str) -> Result<Request, String> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn run_takes_rows_and_the_check_in_any_order() {
        let rows = vec!["1".to_owned(), "4".to_owned()];
        assert_eq!(request("run 1 --check 4"), Ok(Request::Run { rows, check: true }));
        assert_eq!(request("run"), Ok(Request::Run { rows: Vec::new(), check: false }));
    }

    #[test]
    fn counts_have_defaults_and_are_at_least_one() {
        assert_eq!(request("build"), Ok(Request::Build { repetitions: 5, check: false }));
        assert_eq!(request("build 2"), Ok(Request::Build { repetitions: 2, check: false }));
        assert_eq!(request("build 0").unwrap_err(), "`0` is not a number from 1");
        let profile = Request::Profile { row: "1".to_owned(), side: Side::Peer, calls: 1_000_000 };
        assert_eq!(request("profile 1 peer"), Ok(profile));
    }

    #[test]
    fn an_endpoint_is_served_by_its_word() {
        assert_eq!(request("serve circuits"), Ok(Request::Serve(Endpoint::Circuits)));
        assert_eq!(request("serve echo"), Ok(Request::Serve(Endpoint::SmallEcho)));
    }

    #[test]
    fn nothing_and_every_spelling_of_help_print_help() {
        for line in ["", "--help", "run -h"] {
            assert_eq!(request(line), Ok(Request::Help), "{line}");
        }
    }

    #[test]
    fn what_is_unknown_is_named() {
        assert_eq!(request("run --fast").unwrap_err(), "unknown option `--fast`, expected `--check`");
        assert_eq!(request("profile 1 theirs").unwrap_err(), "unknown side `theirs`, expected `ours` or `peer`");
        assert_eq!(request("serve tea").unwrap_err(), "unknown endpoint `tea`");
        assert_eq!(request("measure 1").unwrap_err(), "cannot make sense of `measure 1`");
    }
}
