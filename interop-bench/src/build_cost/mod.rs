//! The cost of annotated functions for the compiler and in the binary, compared with the same functions with
//! hand-written thunks.
//!
//! Both programs are generated and built repeatedly, in turns. The cost that each side has only once, such as our
//! registry or their `main`, is subtracted by measuring the same program with a single function.

mod program;
mod workspace;

use self::program::{Program, Style};
use self::workspace::Workspace;
use crate::table::{Row, Table, Target, Unit};
use crate::timing::Summary;

const FUNCTIONS: usize = 400;

/// Measures each program this many times.
pub(crate) fn measure(repetitions: u32) -> Result<Table, String> {
    let program = |style, functions| Program { style, functions };
    let workspace = Workspace::create(vec![
        program(Style::Empty, 0),
        program(Style::Annotated, 1),
        program(Style::HandWritten, 1),
        program(Style::Annotated, FUNCTIONS),
        program(Style::HandWritten, FUNCTIONS),
    ])?;
    eprintln!("building dependencies");
    workspace.build_all()?;
    agree(&workspace)?;

    let mut times = vec![Vec::new(); workspace.programs().len()];
    for repetition in 0..repetitions {
        eprintln!("repetition {} of {repetitions}", repetition + 1);
        for turn in 0..times.len() {
            let at = (turn + repetition as usize) % times.len();
            times[at].push(workspace.rebuild(at)?.as_secs_f64());
        }
    }
    let times: Vec<_> = times.into_iter().map(Summary::of).collect();
    let sizes = (0..times.len()).map(|at| workspace.size(at)).collect::<Result<Vec<_>, _>>()?;
    Ok(table(&times, &sizes))
}

/// Checks that both programs produce the same output.
fn agree(workspace: &Workspace) -> Result<(), String> {
    for function in (0..FUNCTIONS).step_by(57) {
        let words = program::example_call(function);
        let (ours, theirs) = (workspace.run(3, &words)?, workspace.run(4, &words)?);
        if ours != theirs {
            return Err(format!("{words:?} gives {ours:?} when annotated and {theirs:?} when hand-written"));
        }
    }
    Ok(())
}

/// The programs in the order of [`measure`].
fn table(times: &[Summary], sizes: &[f64]) -> Table {
    let mut table = Table::default();
    let sizes: Vec<_> = sizes.iter().map(|&size| Summary { least: size, median: size }).collect();
    for (id, what, unit, values, base, target) in [
        ("11a", "build time of 400 functions over one", Unit::Seconds, times, [1, 2], Target::AtMost(1.3)),
        ("11b", "size of 400 functions over one", Unit::Bytes, &sizes, [1, 2], Target::AtMost(1.3)),
        ("11c", "build time of the program over an empty one", Unit::Seconds, times, [0, 0], Target::None),
        ("11d", "size of the program over an empty one", Unit::Bytes, &sizes, [0, 0], Target::None),
    ] {
        let over = |whole: usize, base: usize| Summary {
            least: values[whole].least - values[base].least,
            median: values[whole].median - values[base].median,
        };
        let (ours, peer) = (over(3, base[0]), over(4, base[1]));
        let what = format!("{what}: annotated / hand-written");
        table.push(Row { id, what, unit, ours, peer, target });
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_program_needs_once_is_taken_off() {
        let times = [1.0, 3.0, 2.0, 7.0, 6.0].map(|least| Summary { least, median: least });
        let sizes = [1.0, 5.0, 3.0, 11.0, 7.0].map(|kib| kib * 1024.0);
        let text = table(&times, &sizes).to_string();
        let lines: Vec<_> = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert!(lines[1].contains("4.00 s / 4.00 s 1.00"), "{text}");
        assert!(lines[2].contains("6.0 KiB / 4.0 KiB 1.50"), "{text}");
        assert!(lines[3].contains("6.00 s / 5.00 s 1.20"), "{text}");
        assert!(lines[4].contains("10.0 KiB / 6.0 KiB 1.67"), "{text}");
    }
}
