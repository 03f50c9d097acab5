//! The rows about memory start this program again, so only the whole program can be tested.

#![cfg(target_os = "linux")]

use std::process::Command;

#[test]
fn idle_clients_are_measured_in_servers_of_their_own() {
    let output = Command::new(env!("CARGO_BIN_EXE_interop-bench")).args(["run", "9"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    for row in ["9a", "9b"] {
        let line = text.lines().find(|line| line.starts_with(row)).unwrap_or_else(|| panic!("no {row} in {text}"));
        let words: Vec<_> = line.split_whitespace().collect();
        let slash = words.iter().rposition(|word| *word == "/").unwrap();
        // No WebSocket lives without a buffer, and none needs a mebibyte.
        for kibibytes in [words[slash - 2], words[slash + 1]] {
            assert!((1.0..1024.0).contains(&kibibytes.parse().unwrap()), "{line}");
        }
    }
}
