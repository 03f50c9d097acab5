//! Calls that wait with large values need bounded memory. The test is a separate program, because it measures the
//! memory of its process.

#![allow(missing_docs)]
#![cfg(target_os = "linux")]

use interop_core::host::{CircuitHost, Invocation};
use interop_core::js_invokable;
use serde_json::Value;
use two_way_tests::{peak_resident_bytes, resident_bytes, within_seconds};

interop_core::assembly!("Waiting");

#[js_invokable]
pub async fn hold(values: Value) -> usize {
    std::future::pending::<()>().await;
    values.as_array().map_or(0, Vec::len)
}

#[test]
fn a_thousand_waiting_calls_with_large_values_take_less_than_128_mebibytes() {
    within_seconds(60, || {
        let before = resident_bytes();
        for element in ["0", r#"{"":0}"#] {
            let host = CircuitHost::builder().build();
            let count = 32 * 1024 / (element.len() + 1) - 4;
            let args = format!("[[{}]]", vec![element; count].join(","));
            for call_id in 1..=1024 {
                host.begin_invoke(Some(call_id), Invocation::on_assembly("Waiting", "hold", args.as_str())).unwrap();
            }
            assert!(host.circuit().calls_in_flight() > 10, "what there is room for waits");
        }
        let growth = peak_resident_bytes().saturating_sub(before);
        assert!(growth < 128 << 20, "memory grew by {growth} bytes");
    });
}
