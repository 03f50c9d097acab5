//! Whatever a client sends is read as specified in `docs/protocol.md`, or refused.
//!
//! Input that begins with one of the bytes 1 to 5 stands for a binary frame, everything else for a text frame. What is
//! expected comes from a second reader, which is slow and simple: the whole header as a [`Value`], and then its kind.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::frame::call_options::{CallOptions, WRONG_TIMEOUT, WRONG_TRACEPARENT};
use crate::frame::parts::Part;
use crate::frame::{Binary, Frame, FrameKind, Header, Text};

/// The largest number that JavaScript counts exactly.
const MAX_NUMBER: u64 = (1 << 53) - 1;

/// Reads one frame.
///
/// # Panics
///
/// If the two readers disagree, or if a frame that both sides send is not written as it was read.
pub fn run(data: &[u8]) {
    match data.first() {
        Some(1..=5) => binary(data),
        _ => text(&String::from_utf8_lossy(data)),
    }
}

fn text(text: &str) {
    let (header, body) = text.split_once('\n').map_or((text, None), |(header, body)| (header, Some(body)));
    let parsed = Text::parse(text).ok();
    let expected = expected_header(header)
        .filter(|header| body.is_none() || matches!(header, Header::Call { .. } | Header::Result))
        .map(|header| Text { header, body: body.unwrap_or_default() });
    if header.contains('\\') && serde_json::from_str::<Value>(header).is_err() {
        // A name with an escape may hold half of a surrogate pair, which is replaced where `Value` refuses it, and beside
        // an escape control characters are not looked for.
        return;
    }
    if header.contains("hello") || header.contains('{') {
        // The members of `hello` and the options of calls that are unknown are skipped, not read: they need not be what a reader accepts.
        if let (Some(parsed), Some(expected)) = (parsed, expected) {
            assert_eq!(parsed, expected);
        }
        return;
    }
    assert_eq!(parsed, expected);
    let again = match &parsed {
        Some(Text { header: Header::Stop { stream_id }, .. }) => Frame::stop(*stream_id),
        Some(Text { header: Header::End { stream_id, error }, .. }) => Frame::end(*stream_id, error.as_deref()),
        Some(Text { header: Header::Grant { stream_id, chunks }, .. }) if u32::try_from(*chunks).is_ok() => {
            Frame::grant(*stream_id, u32::try_from(*chunks).unwrap_or_default())
        }
        _ => return,
    };
    let again = String::from_utf8(again.bytes.into()).expect("text frames are UTF-8");
    assert_eq!(Text::parse(&again).ok(), parsed, "written again it is {again}");
}

/// What the header of a text frame says.
fn expected_header(header: &str) -> Option<Header<'static>> {
    let Ok(Value::Array(elements)) = serde_json::from_str(header) else { return None };
    let number = |at: usize| elements.get(at)?.as_u64().filter(|number| *number <= MAX_NUMBER);
    let text = |at: usize| Some(elements.get(at)?.as_str()?.to_owned().into());
    let nullable = |at: usize| if elements.get(at)?.is_null() { Some(None) } else { text(at).map(Some) };
    let (header, length) = match elements.first()?.as_str()? {
        "hello" => {
            let hello = elements.get(1)?;
            let bytes = |name: &str| match hello.get(name) {
                None | Some(Value::Null) => Some(None),
                Some(bytes) => Some(Some(bytes.as_u64().filter(|number| *number <= MAX_NUMBER)?)),
            };
            let (part_bytes, stream_bytes) = (bytes("partBytes")?, bytes("streamBytes")?);
            (Header::Hello { version: hello.get("version")?.as_u64()?, part_bytes, stream_bytes }, 2)
        }
        "call" => {
            let call_id = if elements.get(1)?.is_null() { None } else { Some(number(1)?) };
            let options = match elements.get(5) {
                None => None,
                Some(options) => Some(Box::new(call_options(options.as_object()?))),
            };
            let length = if options.is_some() { 6 } else { 5 };
            let (assembly, method, object_id) = (nullable(2)?, text(3)?, number(4)?);
            (Header::Call { call_id, assembly, method, object_id, options }, length)
        }
        "cancel" => (Header::Cancel { call_id: number(1)? }, 2),
        "release" => (Header::Release { object_id: number(1)?, count: number(2)? }, 3),
        "result" => (Header::Result, 1),
        "claim" => (Header::Claim { stream_id: number(1)?, chunks: number(2)? }, 3),
        "grant" => (Header::Grant { stream_id: number(1)?, chunks: number(2)? }, 3),
        "stop" => (Header::Stop { stream_id: number(1)? }, 2),
        "end" => (Header::End { stream_id: number(1)?, error: nullable(2)? }, 3),
        "ping" => (Header::Ping, 1),
        "pong" => (Header::Pong, 1),
        _ => return None,
    };
    (elements.len() == length).then_some(header)
}

/// What the options of a call say.
fn call_options(options: &serde_json::Map<String, Value>) -> CallOptions<'static> {
    let mut read = CallOptions::default();
    match options.get("traceparent") {
        None | Some(Value::Null) => {}
        Some(Value::String(text)) => read.traceparent = Some(text.clone().into()),
        Some(_) => read.wrong = Some(WRONG_TRACEPARENT),
    }
    match options.get("timeout") {
        None | Some(Value::Null) => {}
        Some(time) => match time.as_u64().filter(|time| *time <= MAX_NUMBER) {
            Some(milliseconds) => read.timeout = Some(Duration::from_millis(milliseconds)),
            None => read.wrong = Some(WRONG_TIMEOUT),
        },
    }
    read
}

fn binary(data: &[u8]) {
    let number = |at: usize| {
        let bytes: [u8; 8] = data.get(at..at + 8)?.try_into().ok()?;
        Some(u64::from_le_bytes(bytes)).filter(|number| *number <= MAX_NUMBER)
    };
    let rest = |at: usize| Bytes::copy_from_slice(&data[at..]);
    let expected = match data.first() {
        Some(1) => number(1).map(|id| Binary::ByteArray { id, data: rest(9) }),
        Some(2) => {
            let numbers = number(1).zip(number(9));
            numbers.map(|(stream_id, sequence)| Binary::StreamChunk { stream_id, sequence, data: rest(17) })
        }
        Some(kind @ (3 | 4)) => number(1).map(|missing| {
            let kind = if *kind == 3 { FrameKind::Text } else { FrameKind::Binary };
            Binary::Part(Part { kind, missing, data: rest(9) })
        }),
        _ => None,
    };
    let parsed = Binary::parse(Bytes::copy_from_slice(data)).ok();
    assert_eq!(parsed, expected);
    if let Some(Binary::StreamChunk { stream_id, sequence, data: chunk }) = &parsed {
        assert_eq!(Frame::chunk(*stream_id, *sequence, chunk).bytes, data, "written again");
    }
}
