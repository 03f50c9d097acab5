//! The results, and whether they meet the targets.

use std::fmt;

use crate::timing::Summary;

/// The target of a ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    /// We need at most this many times what the peer needs.
    AtMost(f64),
    /// The peer needs at least this many times what we need.
    TimesFaster(f64),
    /// In the same time, we process at least this part of what the peer processes.
    RateOf(f64),
    /// We need at most this much more than the peer, in the unit of the row.
    AtMostMore(f64),
    /// Without a target.
    None,
}

impl Target {
    /// The number that is compared with the target: a ratio in the direction of the target, or a difference.
    fn figure(self, ours: f64, peer: f64) -> f64 {
        match self {
            Self::AtMost(_) | Self::None => ours / peer,
            Self::TimesFaster(_) | Self::RateOf(_) => peer / ours,
            Self::AtMostMore(_) => ours - peer,
        }
    }

    fn is_met(self, ours: f64, peer: f64) -> Option<bool> {
        match self {
            Self::AtMost(most) | Self::AtMostMore(most) => Some(self.figure(ours, peer) <= most),
            Self::TimesFaster(least) | Self::RateOf(least) => Some(self.figure(ours, peer) >= least),
            Self::None => None,
        }
    }

    fn shown_figure(self, ours: f64, peer: f64, unit: Unit) -> String {
        let figure = self.figure(ours, peer);
        if let Self::AtMostMore(_) = self { format!("+ {}", shown(figure, unit)) } else { format!("{figure:.2}") }
    }

    fn shown(self, unit: Unit) -> String {
        match self {
            Self::AtMost(most) => format!("<= {most:.2}"),
            Self::TimesFaster(least) => format!(">= {least:.0} x faster"),
            Self::RateOf(least) => format!(">= {least:.2} x as many"),
            Self::AtMostMore(most) => format!("<= + {}", shown(most, unit)),
            Self::None => "-".to_owned(),
        }
    }
}

/// The unit of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Seconds, printed as nanoseconds or microseconds.
    CallTime,
    Seconds,
    Bytes,
}

/// One comparison.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The row in the table of performance targets, with a letter if it has several parts.
    pub(crate) id: &'static str,
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) ours: Summary,
    pub(crate) peer: Summary,
    pub(crate) target: Target,
}

impl Row {
    fn is_met(&self) -> Option<bool> {
        self.target.is_met(self.ours.least, self.peer.least)
    }

    fn cells(&self) -> [String; 7] {
        let Self { unit, ours, peer, target, .. } = self;
        let verdict = match self.is_met() {
            Some(true) => "ok",
            Some(false) => "missed",
            None => "",
        };
        [
            self.id.to_owned(),
            self.what.clone(),
            format!("{} / {}", shown(ours.least, *unit), shown(peer.least, *unit)),
            target.shown_figure(ours.least, peer.least, *unit),
            target.shown_figure(ours.median, peer.median, *unit),
            target.shown(*unit),
            verdict.to_owned(),
        ]
    }
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::CallTime if value < 10e-6 => format!("{:.1} ns", value * 1e9),
        Unit::CallTime => format!("{:.1} us", value * 1e6),
        Unit::Seconds => format!("{value:.2} s"),
        Unit::Bytes if value.abs() < 100.0 * 1024.0 => format!("{:.1} KiB", value / 1024.0),
        Unit::Bytes => format!("{:.0} KiB", value / 1024.0),
    }
}

/// All comparisons of a run.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Row>);

impl Table {
    pub(crate) fn push(&mut self, row: Row) {
        self.0.push(row);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of rows that miss their targets.
    pub(crate) fn misses(&self) -> usize {
        self.0.iter().filter(|row| row.is_met() == Some(false)).count()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HEAD: [&str; 7] = ["row", "what", "ours / peer", "ratio", "of medians", "target", ""];
        let rows: Vec<_> = std::iter::once(HEAD.map(str::to_owned)).chain(self.0.iter().map(Row::cells)).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
        let widths: [usize; 7] = std::array::from_fn(width);
        for row in &rows {
            let mut line = String::new();
            for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
                // Words are aligned to the left, and numbers to the right.
                line +=
                    &if matches!(column, 2..=4) { format!("{cell:>width$}  ") } else { format!("{cell:<width$}  ") };
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        match self.misses() {
            0 => Ok(()),
            1 => writeln!(f, "1 target missed"),
            many => writeln!(f, "{many} targets missed"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: &'static str, target: Target, ours: f64, peer: f64) -> Row {
        let summary = |least| Summary { least, median: least * 2.0 };
        Row { id, what: format!("row {id}"), unit: Unit::CallTime, ours: summary(ours), peer: summary(peer), target }
    }

    #[test]
    fn a_target_is_met_up_to_the_limit_itself() {
        assert_eq!(Target::AtMost(1.5).is_met(3.0, 2.0), Some(true));
        assert_eq!(Target::AtMost(1.5).is_met(3.1, 2.0), Some(false));
        assert_eq!(Target::TimesFaster(15.0).is_met(1.0, 15.0), Some(true));
        assert_eq!(Target::TimesFaster(15.0).is_met(1.0, 14.9), Some(false));
        assert_eq!(Target::RateOf(0.8).is_met(5.0, 4.0), Some(true));
        assert_eq!(Target::RateOf(0.8).is_met(5.1, 4.0), Some(false));
        assert_eq!(Target::AtMostMore(8.0).is_met(20.0, 12.0), Some(true));
        assert_eq!(Target::AtMostMore(8.0).is_met(20.1, 12.0), Some(false));
        assert_eq!(Target::None.is_met(9.0, 1.0), None);
    }

    #[test]
    fn values_are_shown_in_units_that_can_be_read() {
        assert_eq!(shown(61.27e-9, Unit::CallTime), "61.3 ns");
        assert_eq!(shown(57.0e-6, Unit::CallTime), "57.0 us");
        assert_eq!(shown(3.456, Unit::Seconds), "3.46 s");
        assert_eq!(shown(2560.0, Unit::Bytes), "2.5 KiB");
        assert_eq!(shown(204_800.0, Unit::Bytes), "200 KiB");
    }

    #[test]
    fn differences_are_shown_in_the_unit_of_the_row() {
        let target = Target::AtMostMore(8192.0);
        assert_eq!(target.shown_figure(20_480.0, 15_360.0, Unit::Bytes), "+ 5.0 KiB");
        assert_eq!(target.shown(Unit::Bytes), "<= + 8.0 KiB");
        assert_eq!(Target::RateOf(0.8).shown(Unit::CallTime), ">= 0.80 x as many");
    }

    #[test]
    fn columns_line_up_and_misses_are_counted() {
        let mut table = Table::default();
        table.push(row("1", Target::AtMost(1.5), 50e-9, 100e-9));
        table.push(row("3", Target::TimesFaster(15.0), 100e-9, 1e-6));
        table.push(row("3b", Target::None, 50e-9, 100e-9));
        assert_eq!(
            table.to_string(),
            "\
row  what             ours / peer  ratio  of medians  target
1    row 1     50.0 ns / 100.0 ns   0.50        0.50  <= 1.50         ok
3    row 3   100.0 ns / 1000.0 ns  10.00       10.00  >= 15 x faster  missed
3b   row 3b    50.0 ns / 100.0 ns   0.50        0.50  -
1 target missed
"
        );
        assert_eq!(table.misses(), 1);
    }
}
