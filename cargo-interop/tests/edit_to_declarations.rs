//! The time from an edit in Rust to the declarations of the client. A program of its own, because Cargo runs one test
//! program after the other: builds of other tests do not take time from the measured ones.

use std::fs;
use std::time::{Duration, Instant};

use crate::place::Place;
use crate::running_watch::Watch;

#[allow(dead_code, reason = "the tests of the command line use the rest")]
#[path = "command_line/place.rs"]
mod place;
#[allow(dead_code, reason = "the tests of the command line use the rest")]
#[path = "command_line/running_watch.rs"]
mod running_watch;

/// A crate with 50 methods, each with types of its own.
fn large_library(last_field: &str) -> String {
    let method = |index: usize| {
        let field = if index == 49 { last_field } else { "sku" };
        format!(
            "/// An order.\n#[derive(Deserialize, JsonSchema)]\npub struct Order{index} {{ pub {field}: String, pub count: Option<u32> }}\n\
             /// An offer.\n#[derive(Serialize, JsonSchema)]\npub struct Offer{index} {{ pub total: f64, pub lines: Vec<String> }}\n\
             /// Makes an offer.\n#[js_invokable]\npub async fn offer_{index}(order: Order{index}) -> Offer{index} {{\n    \
             Offer{index} {{ total: 1.0, lines: vec![order.{field}] }}\n}}\n"
        )
    };
    let methods: String = (0..50).map(method).collect();
    format!(
        "use interop_core::js_invokable;\nuse schemars::JsonSchema;\nuse serde::{{Deserialize, Serialize}};\n\n\
         interop_core::assembly!(\"Shop\");\n\n{methods}"
    )
}

/// The processor time of a process and of the processes that it has waited for, where the system tells.
fn processor_time(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().map(|ticks| ticks.parse::<u64>().unwrap_or(0)).sum::<u64>();
    Some(Duration::from_millis(ticks * 10))
}

#[test]
fn an_edit_in_a_crate_with_50_methods_reaches_the_declarations_within_3_seconds() {
    let place = Place::new();
    place.package("measured-shop", &[("src/lib.rs", &large_library("sku"))]);
    let manifest = place.read("Cargo.toml");
    place.write(
        "Cargo.toml",
        &format!("{manifest}schemars = \"1\"\nserde = {{ version = \"1\", features = [\"derive\"] }}\n"),
    );
    // As Cargo compiles by default, and not as this test may have been compiled. What it compiles so is kept apart from what
    // other tests use.
    let target = place.path("target");
    let mut watch =
        Watch::start_with(&place, |command| command.env("CARGO_INCREMENTAL", "1").env("CARGO_TARGET_DIR", target));
    assert_eq!(watch.next()["status"], "generated");
    let mut best = Duration::MAX;
    for field in ["article", "name", "title"] {
        let (started, before) = (Instant::now(), processor_time(watch.child.id()));
        place.write("src/lib.rs", &large_library(field));
        watch.expect_written(&["shop.js", "types.d.ts"]);
        let elapsed = started.elapsed();
        // Other programs of a busy machine take time from the processor, but add little to this.
        let used = processor_time(watch.child.id()).zip(before).map(|(after, before)| after.saturating_sub(before));
        println!("from the edit to the declarations: {elapsed:?}, processor time {used:?}");
        best = best.min(used.unwrap_or(elapsed).min(elapsed));
    }
    assert!(best < Duration::from_secs(3), "{best:?}");
}
