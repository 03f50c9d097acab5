//! How many calls a server answers per second, over numbers of connections and over threads.
//!
//! The server and the echo that it is compared with are processes of their own, and take turns. The clients run in this
//! process, on as many threads as the server, so on a machine with few cores both compete for them.

mod load;

use std::fmt;
use std::thread;

use self::load::Load;
use crate::timing::take_turns;
use crate::web_socket::{Endpoint, Process};

/// The connections with which threads are compared.
const CONNECTIONS_FOR_THREADS: usize = 64;
/// Each side is measured this many times, and the best result counts.
const ROUNDS: u32 = 3;
/// The files that a process has open besides its connections.
const OTHER_FILES: u64 = 64;

/// Calls per second of both sides.
struct Point {
    count: usize,
    ours: f64,
    echo: f64,
}

/// Calls per second, over connections to one thread and over threads.
pub(crate) struct Curves {
    connections: Vec<Point>,
    threads: Vec<Point>,
}

/// Measures up to this many connections.
pub(crate) fn measure(max_connections: usize) -> Result<Curves, String> {
    let files = rlimit::increase_nofile_limit(u64::MAX).map_err(|error| error.to_string())?;
    let mut counts = vec![1];
    counts.extend((1..).map(|power| 10_usize.pow(power)).take_while(|&count| count < max_connections));
    counts.extend((max_connections > 1).then_some(max_connections));
    let mut connections = Vec::new();
    for count in counts {
        if count as u64 + OTHER_FILES > files {
            eprintln!("not measuring {count} connections: this system allows a process {files} open files");
            continue;
        }
        eprintln!("measuring {count} connections");
        connections.push(point(count, count, 1)?);
    }
    let mut threads = Vec::new();
    for count in 1..=thread::available_parallelism().map_or(1, usize::from) {
        eprintln!("measuring {count} threads");
        threads.push(point(count, CONNECTIONS_FOR_THREADS, count)?);
    }
    Ok(Curves { connections, threads })
}

fn point(count: usize, connections: usize, threads: usize) -> Result<Point, String> {
    let mut failure = None;
    let samples = take_turns(ROUNDS, |side| {
        let endpoint = if side == 0 { Endpoint::Circuits } else { Endpoint::GatheringEcho };
        rate(endpoint, connections, threads).unwrap_or_else(|error| {
            failure.get_or_insert(error);
            0.0
        })
    });
    if let Some(error) = failure {
        return Err(error);
    }
    let [ours, echo] = samples.map(|rates| rates.into_iter().fold(0.0, f64::max));
    Ok(Point { count, ours, echo })
}

/// The calls per second of all threads together.
fn rate(endpoint: Endpoint, connections: usize, threads: usize) -> Result<f64, String> {
    let server = Process::start(endpoint, threads)?;
    let address = server.address;
    let share = |thread| connections / threads + usize::from(thread < connections % threads);
    let loads: Vec<_> = (0..threads).map(|thread| Load::connect(endpoint, address, share(thread))).collect();
    thread::scope(|scope| {
        let running: Vec<_> = loads.into_iter().map(|mut load| scope.spawn(move || load.rate())).collect();
        let rates = running.into_iter().map(|thread| thread.join().map_err(|_| "a client failed".to_owned()));
        rates.sum()
    })
}

impl fmt::Display for Curves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, points) in [("connections", &self.connections), ("threads", &self.threads)] {
            writeln!(f, "{what:>11}  {:>11}  {:>11}  {:>5}  {:>9}", "calls / s", "echo / s", "ratio", "of first")?;
            for Point { count, ours, echo } in points {
                let of_first = ours / points[0].ours;
                writeln!(f, "{count:>11}  {ours:>11.0}  {echo:>11.0}  {:>5.2}  {of_first:>9.2}", ours / echo)?;
            }
        }
        Ok(())
    }
}
