//! Ids that a client has chosen to slow down the tables of its circuit.

#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::Mutex;
use std::time::{Duration, Instant};

use interop_core::host::{CircuitHost, Invocation};
use interop_core::{JsObjectReference, State, js_invokable};
use two_way_tests::{Peer, detailed};

interop_core::assembly!("Tests");

/// The number of ids that the client sends.
const IDS: usize = 60_000;

/// The number of ids that fit into the arguments of one call.
const IDS_PER_CALL: usize = 800;

type Kept = Mutex<Vec<JsObjectReference>>;

#[js_invokable]
pub fn keep_all(objects: Vec<JsObjectReference>, kept: State<Kept>) {
    kept.lock().unwrap().extend(objects);
}

/// Ids that `rustc_hash` maps to the same slot of every table with up to 2^26 slots.
fn colliding_ids() -> impl Iterator<Item = u64> {
    // The hash is the product with this factor. Tables use its upper bits.
    const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;
    let inverse =
        (0..6).fold(1_u64, |inverse, _| inverse.wrapping_mul(2_u64.wrapping_sub(FACTOR.wrapping_mul(inverse))));
    // Products whose upper 26 bits are 0, as far as they belong to safe integers.
    (1..1_u64 << 38).map(move |product| product.wrapping_mul(inverse)).filter(|id| *id < 1 << 53)
}

/// The time that a circuit needs to receive references with these ids and to release them.
fn time_of(ids: &[u64]) -> Duration {
    let options = detailed().max_js_objects(IDS).max_held_bytes(usize::MAX);
    let peer = Peer::of(CircuitHost::builder().options(options).state(Kept::default()));
    let calls: Vec<String> = ids
        .chunks(IDS_PER_CALL)
        .map(|ids| {
            let references: Vec<_> = ids.iter().map(|id| format!(r#"{{"__jsObjectId":{id}}}"#)).collect();
            format!("[[{}]]", references.join(","))
        })
        .collect();
    let start = Instant::now();
    for (call_id, args) in (1..).zip(&calls) {
        peer.host().begin_invoke(Some(call_id), Invocation::on_assembly("Tests", "keep_all", args)).unwrap();
        peer.result(call_id);
    }
    let kept = peer.circuit().state::<Kept>().expect("it was given to the host");
    let kept = std::mem::take(&mut *kept.lock().unwrap());
    assert_eq!(kept.len(), ids.len());
    drop(kept);
    start.elapsed()
}

#[test]
fn chosen_ids_of_javascript_objects_are_as_fast_as_any_others() {
    let colliding: Vec<u64> = colliding_ids().take(IDS).collect();
    let counted: Vec<u64> = (1 << 52..).take(IDS).collect();

    let usual = time_of(&counted);
    let chosen = time_of(&colliding);

    let allowed = usual * 4 + Duration::from_millis(200);
    assert!(chosen < allowed, "{IDS} chosen ids take {chosen:?}, as many others {usual:?}");
}
