//! What a call costs, next to the same thing done by others.

mod asynchronous;
mod baseline;
mod large;
mod lookup;
mod methods;
mod small;

use crate::table::{Row, Table, Target, Unit};
use crate::timing::{self, Batch};

/// Our side and its peer. Each is made only when it is to run, so that a profile shows little else.
struct Comparison {
    /// The row of the list of promises, with a letter where that has several parts.
    id: &'static str,
    what: &'static str,
    ours: fn() -> Batch,
    peer: fn() -> Batch,
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Ours,
    Peer,
}

fn comparisons() -> Vec<Comparison> {
    [small::comparisons(), large::comparisons(), lookup::comparisons(), asynchronous::comparisons()]
        .into_iter()
        .flatten()
        .collect()
}

/// Measures the rows whose ids begin with one of these, or all.
pub(crate) fn measure(rows: &[String]) -> Result<Table, String> {
    let mut table = Table::default();
    let mut chosen = comparisons();
    chosen.retain(|comparison| rows.is_empty() || rows.iter().any(|row| comparison.id.starts_with(row.as_str())));
    if chosen.is_empty() {
        return Err(no_such_row());
    }
    for Comparison { id, what, ours, peer, target } in chosen {
        eprintln!("measuring {id}: {what}");
        let [ours, peer] = timing::compare(&mut ours(), &mut peer());
        table.push(Row { id, what: what.to_owned(), unit: Unit::CallTime, ours, peer, target });
    }
    Ok(table)
}

/// Makes the calls of one side and measures nothing.
pub(crate) fn profile(row: &str, side: Side, calls: u32) -> Result<(), String> {
    let comparison = comparisons().into_iter().find(|comparison| comparison.id == row).ok_or_else(no_such_row)?;
    let make = match side {
        Side::Ours => comparison.ours,
        Side::Peer => comparison.peer,
    };
    make()(calls);
    Ok(())
}

fn no_such_row() -> String {
    let ids: Vec<_> = comparisons().iter().map(|comparison| comparison.id).collect();
    format!("no such row, there are: {}", ids.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_every_row_run() {
        for comparison in comparisons() {
            (comparison.ours)()(2);
            (comparison.peer)()(2);
        }
    }

    #[test]
    fn rows_are_told_apart_by_their_ids() {
        let mut ids: Vec<_> = comparisons().iter().map(|comparison| comparison.id).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
