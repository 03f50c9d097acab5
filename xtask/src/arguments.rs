//! The command line: from words to a [`Request`].

use std::fmt::Write as _;

use crate::steps::{STEPS, Selection};

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Say what there is.
    Help,
    /// Run steps of [`STEPS`].
    Test(Selection),
    /// Run the benchmark program with these words.
    Bench(Vec<String>),
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
        unknown => Err(format!("unknown command `{unknown}`, expected `test`, `bench` or `help`")),
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

/// The text of `cargo xtask help`.
pub(crate) fn help() -> String {
    let mut text = String::from(
        "\
cargo xtask test              run every step below, in this order, up to the first that fails
cargo xtask test --quick      leave out the slow ones
cargo xtask test <step>...    run only these
cargo xtask bench             measure calls
cargo xtask bench build       measure build time and size
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
    fn what_is_unknown_is_named_with_what_was_expected() {
        assert_eq!(request("tset").unwrap_err(), "unknown command `tset`, expected `test`, `bench` or `help`");
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
