//! A `--watch` that is running, and its reports.

use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::place::Place;

/// A watch that is running.
pub(crate) struct Watch {
    pub(crate) child: Child,
    reports: Lines<BufReader<ChildStdout>>,
}

impl Watch {
    pub(crate) fn start(place: &Place) -> Self {
        Self::start_with(place, |command| command)
    }

    /// Starts a watch whose command has other variables.
    pub(crate) fn start_with(place: &Place, adjust: impl FnOnce(&mut Command) -> &mut Command) -> Self {
        let mut command = place.command(&["ts", "--watch", "--message-format", "json", "--out", "client"]);
        let mut child = adjust(&mut command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let reports = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, reports }
    }

    pub(crate) fn next(&mut self) -> Value {
        serde_json::from_str(&self.reports.next().unwrap().unwrap()).unwrap()
    }

    /// The next report, which is that of a failure.
    #[track_caller]
    pub(crate) fn expect_failure(&mut self, part: &str) -> Value {
        let report = self.next();
        assert_eq!(report["status"], "failed", "{report:#}");
        assert!(report["message"].as_str().unwrap().contains(part), "{report:#}");
        report
    }

    /// The next report, which lists the files that were written.
    #[track_caller]
    pub(crate) fn expect_written(&mut self, files: &[&str]) {
        let report = self.next();
        assert_eq!(report["status"], "generated", "{report:#}");
        assert_eq!(report["written"], serde_json::json!(files), "{report:#}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
