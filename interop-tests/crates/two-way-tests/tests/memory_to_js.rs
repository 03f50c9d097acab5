//! A stream of 1 GiB to JavaScript needs little memory. The test is a separate program, because it measures the memory
//! of its process.

#![allow(missing_docs)]
#![cfg(target_os = "linux")]

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use interop_core::host::STREAM_CHUNK_BYTES;
use interop_core::testing::RustStream;
use interop_core::{InProcess, StreamReference, js_invokable};
use two_way_tests::{detailed, peak_resident_bytes, resident_bytes};

interop_core::assembly!("Tests");

const GIB: u64 = 1 << 30;

/// Each chunk is created when it is requested, so chunks that pile up are detected. The chunks of the source are larger
/// than those that are sent.
#[js_invokable]
pub fn upload() -> StreamReference {
    const LARGE: usize = 3 * STREAM_CHUNK_BYTES + 1;
    let whole = GIB / LARGE as u64;
    let rest = usize::try_from(GIB % LARGE as u64).ok();
    let lengths = (0..whole).map(|_| LARGE).chain(rest);
    StreamReference::from_stream(stream::iter(lengths.map(|length| Ok(Bytes::from(vec![7; length])))))
}

#[test]
fn a_gibibyte_to_javascript_needs_less_than_8_mib() {
    let app = InProcess::with_options(detailed());
    let before = resident_bytes();
    let mut read = 0;

    let stream: RustStream = app.call("Tests", "upload", ()).unwrap();
    futures_executor::block_on(async {
        let mut chunks = stream.read(&app);
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.unwrap();
            assert!(chunk.len() <= STREAM_CHUNK_BYTES && chunk[0] == 7);
            read += chunk.len() as u64;
        }
    });

    assert_eq!(read, GIB);
    let growth = peak_resident_bytes().saturating_sub(before);
    assert!(growth < 8 << 20, "memory grew by {growth} bytes");
}
