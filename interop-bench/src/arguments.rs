//! The command line.

use clap::{Args, Parser, Subcommand};

use crate::calls::Side;
use crate::web_socket::Endpoint;

/// Measures what the project promises about speed, always as a ratio within one run.
#[derive(Debug, Parser)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) request: Request,
}

#[derive(Debug, PartialEq, Eq, Subcommand)]
pub(crate) enum Request {
    /// Measure calls and memory
    Run {
        /// The rows whose ids begin so; all rows unless given
        #[arg(value_name = "ROW")]
        rows: Vec<String>,
        #[command(flatten)]
        targets: Targets,
    },
    /// Measure build time and size
    Build {
        /// How often each program is built
        #[arg(default_value = "5", value_parser = clap::value_parser!(u32).range(1..))]
        repetitions: u32,
        #[command(flatten)]
        targets: Targets,
    },
    /// Measure calls per second over numbers of connections, and over threads of the server
    Scale {
        /// The largest number of connections
        #[arg(default_value = "10000", value_parser = clap::value_parser!(u32).range(1..))]
        connections: u32,
    },
    /// Only make the calls of one side, for a profiler
    Profile {
        row: String,
        side: Side,
        #[arg(default_value = "1000000", value_parser = clap::value_parser!(u32).range(1..))]
        calls: u32,
    },
    /// Serve connections until the input ends, for measurements of a process of its own
    Serve {
        endpoint: Endpoint,
        /// How many threads serve
        #[arg(long, default_value = "1", value_parser = clap::value_parser!(u16).range(1..))]
        threads: u16,
    },
}

/// What a missed target does.
#[derive(Args, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Targets {
    /// Fail if a target is missed, which is only reported otherwise
    #[arg(long)]
    pub(crate) check: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;
    use clap::error::ErrorKind;

    use super::*;

    const REPORTED: Targets = Targets { check: false };
    const CHECKED: Targets = Targets { check: true };

    fn request(line: &str) -> Result<Request, ErrorKind> {
        let words = ["interop-bench"].into_iter().chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(|arguments| arguments.request).map_err(|error| error.kind())
    }

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn run_takes_rows_and_the_check_in_any_order() {
        let rows = vec!["1".to_owned(), "4".to_owned()];
        assert_eq!(request("run 1 --check 4"), Ok(Request::Run { rows, targets: CHECKED }));
        assert_eq!(request("run"), Ok(Request::Run { rows: Vec::new(), targets: REPORTED }));
    }

    #[test]
    fn counts_have_defaults_and_are_at_least_one() {
        assert_eq!(request("build"), Ok(Request::Build { repetitions: 5, targets: REPORTED }));
        assert_eq!(request("build 2 --check"), Ok(Request::Build { repetitions: 2, targets: CHECKED }));
        assert_eq!(request("scale"), Ok(Request::Scale { connections: 10_000 }));
        assert_eq!(request("scale 0"), Err(ErrorKind::ValueValidation));
        assert_eq!(request("build 0"), Err(ErrorKind::ValueValidation));
        let profile = Request::Profile { row: "1".to_owned(), side: Side::Peer, calls: 1_000_000 };
        assert_eq!(request("profile 1 peer"), Ok(profile));
    }

    #[test]
    fn an_endpoint_is_served_by_its_word() {
        assert_eq!(request("serve circuits"), Ok(Request::Serve { endpoint: Endpoint::Circuits, threads: 1 }));
        let echo = Request::Serve { endpoint: Endpoint::SmallEcho, threads: 2 };
        assert_eq!(request("serve echo --threads 2"), Ok(echo));
        assert_eq!(request("serve tea"), Err(ErrorKind::InvalidValue));
    }
}
