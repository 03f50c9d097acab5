//! A client that sends endlessly and never reads needs little memory. The test is a separate program, because it
//! measures the memory of its process.

#![allow(missing_docs)]
#![cfg(target_os = "linux")]

use bytes::Bytes;
use two_way_tests::{Peer, peak_resident_bytes, resident_bytes, within_seconds};

#[test]
fn byte_arrays_that_no_call_follows_take_little_memory_and_time() {
    within_seconds(30, || {
        let peer = Peer::new();
        let before = resident_bytes();

        for id in 0..1_000_000 {
            if peer.host().receive_byte_array(id, Bytes::new()).is_err() {
                break;
            }
        }

        let growth = peak_resident_bytes().saturating_sub(before);
        assert!(growth < 8 << 20, "memory grew by {growth} bytes");
    });
}
