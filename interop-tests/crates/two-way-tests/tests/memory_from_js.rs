//! A stream of 1 GiB from JavaScript needs little memory. The test is a separate program, because it measures the
//! memory of its process.

#![allow(missing_docs)]
#![cfg(target_os = "linux")]

use bytes::Bytes;
use futures_util::stream::StreamExt as _;
use interop_core::host::STREAM_CHUNK_BYTES;
use interop_core::testing::Script;
use interop_core::{InProcess, JsStreamReference};
use two_way_tests::{detailed, peak_resident_bytes, resident_bytes};

const GIB: u64 = 1 << 30;

#[test]
fn a_gibibyte_from_javascript_needs_less_than_8_mib() {
    // Each chunk is created when it is requested, so chunks that pile up are detected.
    let chunks = || {
        (0..GIB / STREAM_CHUNK_BYTES as u64)
            .map(|number| Bytes::from(vec![u8::try_from(number % 256).unwrap(); STREAM_CHUNK_BYTES]))
    };
    let script = Script::new().function("download", |call| call.returns_stream(1, GIB)).data(1, chunks);
    let app = InProcess::builder().options(detailed()).javascript(script).build();
    let before = resident_bytes();
    let mut read = 0;

    futures_executor::block_on(app.run(async {
        let reference: JsStreamReference = app.circuit().js().invoke("download", ()).await.unwrap();
        let mut stream = reference.open_read_stream_up_to(GIB).unwrap();
        let mut number = 0_u64;
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.unwrap();
            assert_eq!(u64::from(chunk[chunk.len() - 1]), number % 256);
            read += chunk.len() as u64;
            number += 1;
        }
    }));

    assert_eq!(read, GIB);
    let growth = peak_resident_bytes().saturating_sub(before);
    assert!(growth < 8 << 20, "memory grew by {growth} bytes");
}
