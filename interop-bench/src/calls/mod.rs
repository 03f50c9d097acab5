//! The cost of calls, compared with the same in other libraries.

mod asynchronous;
mod baseline;
mod byte_array;
mod group;
mod large;
mod lookup;
mod methods;
mod pipelined;
mod small;

pub(crate) use self::methods::options;
pub(crate) use self::pipelined::{is_call, is_reply, put_call};
pub(crate) use self::small::jsonrpsee_module;

use crate::table::{Row, Table, Target, Unit};
use crate::timing::{self, Batch};

/// Our side and its peer. Each is created only when it runs, so that a profile shows little else.
struct Comparison {
    /// The row in the table of performance targets, with a letter if it has several parts.
    id: &'static str,
    what: &'static str,
    ours: fn() -> Batch,
    peer: fn() -> Batch,
    target: Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Side {
    Ours,
    Peer,
}

fn comparisons() -> Vec<Comparison> {
    [
        small::comparisons(),
        large::comparisons(),
        lookup::comparisons(),
        asynchronous::comparisons(),
        pipelined::comparisons(),
        byte_array::comparisons(),
        group::comparisons(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The ids of the rows.
pub(crate) fn ids() -> Vec<&'static str> {
    comparisons().iter().map(|comparison| comparison.id).collect()
}

/// Measures the rows with the selected ids.
pub(crate) fn measure(is_chosen: impl Fn(&str) -> bool, table: &mut Table) {
    for Comparison { id, what, ours, peer, target } in comparisons() {
        if is_chosen(id) {
            eprintln!("measuring {id}: {what}");
            let [ours, peer] = timing::compare(&mut ours(), &mut peer());
            table.push(Row { id, what: what.to_owned(), unit: Unit::CallTime, ours, peer, target });
        }
    }
}

/// Makes the calls of one side without measuring.
pub(crate) fn profile(row: &str, side: Side, calls: u32) -> Result<(), String> {
    let comparison = comparisons().into_iter().find(|comparison| comparison.id == row);
    let comparison = comparison.ok_or_else(|| format!("no such row, there are: {}", ids().join(", ")))?;
    let make = match side {
        Side::Ours => comparison.ours,
        Side::Peer => comparison.peer,
    };
    make().run(calls);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_every_row_run() {
        for comparison in comparisons() {
            (comparison.ours)().run(2);
            (comparison.peer)().run(2);
        }
    }

    #[test]
    fn rows_are_told_apart_by_their_ids() {
        let mut ids = ids();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
