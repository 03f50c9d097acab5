//! Compares counted figures with the recorded ones.

use std::fmt;

use super::figures::{Environment, Figures};
use super::is_chosen;

/// The largest change, in percent, that does not have to be accepted explicitly.
const TOLERANCE: f64 = 2.0;

const HOW_TO_ACCEPT: &str = "`cargo xtask bench instructions --accept` records the new figures";

/// All scenarios, with their recorded and counted figures.
#[derive(Debug)]
pub(super) struct Comparison {
    rows: Vec<Row>,
    /// The recorded environment and that of this run, if they differ.
    environments: Option<(Environment, Environment)>,
}

#[derive(Debug)]
struct Row {
    name: String,
    recorded: Option<u64>,
    counted: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Within the tolerance.
    None,
    Grown,
    Shrunk,
    /// A scenario that was not recorded.
    New,
    /// A recorded scenario that does not exist.
    Gone,
}

impl Comparison {
    pub(super) fn new(recorded: &Figures, counted: &Figures) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for (name, instructions) in &counted.calls {
            rows.push(Row { name: name.clone(), recorded: recorded.of(name), counted: Some(*instructions) });
        }
        for (name, instructions) in &recorded.calls {
            if counted.of(name).is_none() {
                rows.push(Row { name: name.clone(), recorded: Some(*instructions), counted: None });
            }
        }
        let environments = (&recorded.environment, &counted.environment);
        let differ = environments.0 != environments.1;
        Self { rows, environments: differ.then(|| (environments.0.clone(), environments.1.clone())) }
    }

    /// Removes the scenarios that were not selected.
    pub(super) fn only(mut self, names: &[String]) -> Self {
        self.rows.retain(|row| is_chosen(&row.name, names));
        self
    }

    /// Returns an error that names the scenarios that need more instructions than recorded, or that are not recorded,
    /// and how to accept them. Figures of another environment are not compared.
    pub(super) fn verdict(&self) -> Result<(), String> {
        let names = |change: Change| -> Vec<&str> {
            self.rows.iter().filter(|row| row.change() == change).map(|row| row.name.as_str()).collect()
        };
        let mut problems = Vec::new();
        if self.environments.is_none() && !names(Change::Grown).is_empty() {
            problems.push(format!("more instructions than recorded: {}", names(Change::Grown).join(", ")));
        }
        if !names(Change::New).is_empty() {
            problems.push(format!("not recorded: {}", names(Change::New).join(", ")));
        }
        if !names(Change::Gone).is_empty() {
            problems.push(format!("recorded, but no longer counted: {}", names(Change::Gone).join(", ")));
        }
        if problems.is_empty() {
            return Ok(());
        }
        Err(format!("{}. If this is intended, {HOW_TO_ACCEPT}", problems.join("; ")))
    }
}

impl Row {
    fn change(&self) -> Change {
        match (self.percent(), self.recorded) {
            (Some(percent), _) if percent > TOLERANCE => Change::Grown,
            (Some(percent), _) if percent < -TOLERANCE => Change::Shrunk,
            (Some(_), _) => Change::None,
            (None, None) => Change::New,
            (None, Some(_)) => Change::Gone,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "the figures are far smaller than 2^52")]
    fn percent(&self) -> Option<f64> {
        let (recorded, counted) = (self.recorded? as f64, self.counted? as f64);
        Some((counted - recorded) / recorded * 100.0)
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:22} {:>10} {:>10}", "instructions per call", "recorded", "counted")?;
        for row in &self.rows {
            let figure = |figure: Option<u64>| figure.map_or_else(|| "-".to_owned(), |figure| figure.to_string());
            write!(f, "{:22} {:>10} {:>10}", row.name, figure(row.recorded), figure(row.counted))?;
            if let Some(percent) = row.percent() {
                write!(f, " {percent:+8.2} %")?;
            }
            let remark = match row.change() {
                Change::None => "",
                Change::Grown => "  GROWN",
                Change::Shrunk => "  shrunk",
                Change::New => "  new",
                Change::Gone => "  gone",
            };
            writeln!(f, "{remark}")?;
        }
        if let Some((recorded, counted)) = &self.environments {
            writeln!(f, "NOT COMPARED: the figures depend on the compiler and on the C library.")?;
            writeln!(f, "  recorded: {recorded}\n  counted:  {counted}")?;
            writeln!(f, "  {HOW_TO_ACCEPT} of this environment.")?;
        } else if self.rows.iter().any(|row| row.change() == Change::Shrunk) {
            writeln!(f, "Some calls need fewer instructions than recorded: {HOW_TO_ACCEPT}, so that they stay so.")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(compiler: &str, calls: &[(&str, u64)]) -> Figures {
        let environment =
            Environment { compiler: compiler.to_owned(), host: "host".to_owned(), libc: "libc".to_owned() };
        Figures { environment, calls: calls.iter().map(|&(name, count)| (name.to_owned(), count)).collect() }
    }

    fn compare(recorded: &[(&str, u64)], counted: &[(&str, u64)]) -> Comparison {
        Comparison::new(&figures("rustc 1", recorded), &figures("rustc 1", counted))
    }

    #[test]
    fn growth_of_more_than_two_percent_fails_and_says_how_to_accept_it() {
        assert_eq!(compare(&[("one", 1000)], &[("one", 1020)]).verdict(), Ok(()));
        let comparison = compare(&[("one", 1000), ("two", 500)], &[("one", 1021), ("two", 500)]);
        assert_eq!(
            comparison.verdict().unwrap_err(),
            "more instructions than recorded: one. If this is intended, `cargo xtask bench instructions --accept` \
             records the new figures"
        );
        assert!(comparison.to_string().contains("one                          1000       1021    +2.10 %  GROWN\n"));
    }

    #[test]
    fn a_gain_passes_and_is_to_be_recorded() {
        let comparison = compare(&[("one", 1000)], &[("one", 979)]);
        assert_eq!(comparison.verdict(), Ok(()));
        let text = comparison.to_string();
        assert!(text.contains("-2.10 %  shrunk\n") && text.contains("--accept"), "{text}");
        let text = compare(&[("one", 1000)], &[("one", 980)]).to_string();
        assert!(!text.contains("shrunk") && !text.contains("--accept"), "{text}");
    }

    #[test]
    fn figures_of_another_compiler_are_shown_and_not_compared() {
        let (recorded, counted) = (figures("rustc 1", &[("one", 1000)]), figures("rustc 2", &[("one", 2000)]));
        let comparison = Comparison::new(&recorded, &counted);
        assert_eq!(comparison.verdict(), Ok(()));
        let text = comparison.to_string();
        for part in ["NOT COMPARED", "recorded: rustc 1 for", "counted:  rustc 2 for", "2000", "--accept"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn every_scenario_is_recorded_and_every_recorded_one_exists() {
        let error = compare(&[("old", 1)], &[("new", 1)]).verdict().unwrap_err();
        assert!(error.starts_with("not recorded: new; recorded, but no longer counted: old. "), "{error}");
        let (recorded, counted) = (figures("rustc 1", &[]), figures("rustc 2", &[("new", 1)]));
        assert!(Comparison::new(&recorded, &counted).verdict().is_err(), "the compiler does not matter");
    }

    #[test]
    fn scenarios_that_were_not_chosen_are_not_shown() {
        let chosen = ["one".to_owned()];
        let comparison = compare(&[("one", 1000), ("two", 500)], &[("one", 1000)]).only(&chosen);
        assert!(!comparison.to_string().contains("two"));
    }
}
