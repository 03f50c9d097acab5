//! Frames to the client.

use std::collections::BTreeMap;

use bytes::{BufMut, Bytes};
use interop_core::CallFailure;
use interop_core::host::{ByteArray, JsInvocation, Reply};
use serde::Serialize;

use super::{BYTE_ARRAY, CHUNK_HEAD_BYTES, STREAM_CHUNK, VERSION};

/// The usual maximum size of a header. A longer one only makes the buffer grow.
const HEADER_ROOM: usize = 40;

/// A frame to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) kind: FrameKind,
    pub(crate) bytes: Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FrameKind {
    Text,
    Binary,
}

impl Frame {
    pub(crate) const PING: Self = Self { kind: FrameKind::Text, bytes: Bytes::from_static(br#"["ping"]"#) };

    pub(crate) const PONG: Self = Self { kind: FrameKind::Text, bytes: Bytes::from_static(br#"["pong"]"#) };

    pub(crate) fn welcome(welcome: &Welcome) -> Self {
        Self::header(&("welcome", welcome))
    }

    /// The result of a call.
    pub(crate) fn reply(call_id: u64, reply: &Reply) -> Self {
        Self::with_body(&("reply", call_id), reply.json_bytes())
    }

    /// The error of a call.
    pub(crate) fn fail(call_id: u64, failure: &CallFailure) -> Self {
        let mut text = text(&("fail", call_id), failure.message.len() + HEADER_ROOM);
        text.push(b'\n');
        write(&mut text, failure);
        Self { kind: FrameKind::Text, bytes: text.into() }
    }

    /// A call to JavaScript.
    pub(crate) fn invoke(call: &JsInvocation) -> Self {
        let JsInvocation { task_id, identifier, result_type, target_id, call_type, .. } = call;
        let header = ("invoke", task_id, identifier, *result_type as u8, target_id, *call_type as u8);
        Self::with_body(&header, call.args.as_bytes())
    }

    /// Requests the bytes of a stream from the client.
    pub(crate) fn open(stream_id: u64, object_id: u64, chunk_bytes: usize, window: u32) -> Self {
        Self::header(&("open", stream_id, object_id, chunk_bytes, window))
    }

    /// Requests the bytes of a stream from the client behind those that came with its offer.
    pub(crate) fn open_from(stream_id: u64, object_id: u64, chunk_bytes: usize, window: u32, start: u64) -> Self {
        Self::header(&("open", stream_id, object_id, chunk_bytes, window, start))
    }

    /// Requests more chunks of a stream from the client.
    pub(crate) fn grant(stream_id: u64, chunks: u32) -> Self {
        Self::header(&("grant", stream_id, chunks))
    }

    /// Stops a stream from the client.
    pub(crate) fn stop(stream_id: u64) -> Self {
        Self::header(&("stop", stream_id))
    }

    /// The end of a stream from the server.
    pub(crate) fn end(stream_id: u64, error: Option<&str>) -> Self {
        Self::header(&("end", stream_id, error))
    }

    /// A byte array of the next message.
    pub(crate) fn byte_array(array: &ByteArray) -> Self {
        let mut bytes = Vec::with_capacity(9 + array.data.len());
        bytes.put_u8(BYTE_ARRAY);
        bytes.put_u64_le(array.id);
        bytes.put_slice(&array.data);
        Self { kind: FrameKind::Binary, bytes: bytes.into() }
    }

    /// A chunk of a stream from the server.
    pub(crate) fn chunk(stream_id: u64, sequence: u64, data: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(CHUNK_HEAD_BYTES + data.len());
        bytes.put_u8(STREAM_CHUNK);
        bytes.put_u64_le(stream_id);
        bytes.put_u64_le(sequence);
        bytes.put_slice(data);
        Self { kind: FrameKind::Binary, bytes: bytes.into() }
    }

    /// Whether this is a chunk of a stream.
    pub(crate) fn is_chunk(&self) -> bool {
        self.kind == FrameKind::Binary && self.bytes.first() == Some(&STREAM_CHUNK)
    }

    fn header(header: &impl Serialize) -> Self {
        Self { kind: FrameKind::Text, bytes: text(header, 0).into() }
    }

    fn with_body(header: &impl Serialize, body: &[u8]) -> Self {
        let mut text = text(header, 1 + body.len());
        text.push(b'\n');
        text.extend_from_slice(body);
        Self { kind: FrameKind::Text, bytes: text.into() }
    }
}

fn text(header: &impl Serialize, more: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(HEADER_ROOM + more);
    write(&mut text, header);
    text
}

fn write(text: &mut Vec<u8>, value: &impl Serialize) {
    // This cannot fail: a vector accepts everything, and the values are numbers, strings and JSON.
    let _ = serde_json::to_writer(text, value);
}

/// The first message of the server.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Welcome {
    version: u64,
    circuit: String,
    #[serde(flatten)]
    announced: Announced,
    /// Reserved for resuming a circuit after a lost connection.
    resume: (),
}

/// What the server announces to every client.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Announced {
    /// In milliseconds.
    pub(crate) keep_alive: u64,
    /// In milliseconds.
    pub(crate) timeout: u64,
    pub(crate) limits: Limits,
    pub(crate) detailed_errors: bool,
    /// The hashes of contracts, by assembly.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) contract: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Limits {
    pub(crate) max_argument_bytes: usize,
    pub(crate) max_frame_bytes: usize,
    pub(crate) max_name_bytes: usize,
    pub(crate) max_calls_in_flight: usize,
    pub(crate) max_json_depth: u32,
    pub(crate) chunk_bytes: usize,
    pub(crate) window: u32,
    pub(crate) part_bytes: usize,
    /// Only if the client counts the credit of streams in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) stream_bytes: Option<u64>,
}

impl Welcome {
    pub(crate) fn new(circuit: String, announced: Announced) -> Self {
        Self { version: VERSION, circuit, announced, resume: () }
    }
}

#[cfg(test)]
mod tests {
    use interop_core::host::{JsCallResultType, JsCallType};

    use super::*;

    fn text(frame: &Frame) -> &str {
        assert_eq!(frame.kind, FrameKind::Text);
        std::str::from_utf8(&frame.bytes).unwrap()
    }

    #[test]
    fn a_failure_has_only_the_members_that_it_has() {
        let mut failure = CallFailure::new("out_of_stock", "only 2 \"left\"");
        failure.assembly = Some("Shop".into());
        let expected =
            "[\"fail\",7]\n{\"message\":\"only 2 \\\"left\\\"\",\"code\":\"out_of_stock\",\"assembly\":\"Shop\"}";
        assert_eq!(text(&Frame::fail(7, &failure)), expected);
    }

    #[test]
    fn an_invoke_has_its_arguments_behind_one_line_feed() {
        let mut call = JsInvocation::new(2, "a\nb", "[1]");
        call.result_type = JsCallResultType::JsVoidResult;
        call.target_id = 5;
        call.call_type = JsCallType::SetValue;
        assert_eq!(text(&Frame::invoke(&call)), "[\"invoke\",2,\"a\\nb\",3,5,4]\n[1]");
    }

    #[test]
    fn headers_of_streams() {
        assert_eq!(text(&Frame::open(0, 3, 32768, 4)), r#"["open",0,3,32768,4]"#);
        assert_eq!(text(&Frame::open_from(0, 3, 32768, 4, 9)), r#"["open",0,3,32768,4,9]"#);
        assert_eq!(text(&Frame::grant(0, 1)), r#"["grant",0,1]"#);
        assert_eq!(text(&Frame::stop(0)), r#"["stop",0]"#);
        assert_eq!(text(&Frame::end(4, None)), r#"["end",4,null]"#);
        assert_eq!(text(&Frame::end(4, Some("gone"))), r#"["end",4,"gone"]"#);
    }

    #[test]
    fn binary_frames_begin_with_their_kind_and_ids() {
        let array = ByteArray { id: 258, data: Bytes::from_static(b"abc") };
        assert_eq!(&Frame::byte_array(&array).bytes[..], b"\x01\x02\x01\0\0\0\0\0\0abc");
        assert_eq!(&Frame::chunk(1, 2, b"x").bytes[..], b"\x02\x01\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0x");
    }

    #[test]
    fn the_welcome_of_the_documentation() {
        let limits = Limits {
            max_argument_bytes: 32768,
            max_frame_bytes: 1_048_576,
            max_name_bytes: 4096,
            max_calls_in_flight: 1024,
            max_json_depth: 32,
            chunk_bytes: 32768,
            window: 4,
            part_bytes: 32768,
            stream_bytes: None,
        };
        let announced = Announced {
            keep_alive: 15_000,
            timeout: 30_000,
            limits,
            detailed_errors: false,
            contract: BTreeMap::new(),
        };
        assert_eq!(
            text(&Frame::welcome(&Welcome::new("9f2c61d07b8e4a35a1d0c7e95b3f6842".to_owned(), announced))),
            "[\"welcome\",{\"version\":1,\"circuit\":\"9f2c61d07b8e4a35a1d0c7e95b3f6842\",\"keepAlive\":15000,\"timeout\":30000,\
             \"limits\":{\"maxArgumentBytes\":32768,\"maxFrameBytes\":1048576,\"maxNameBytes\":4096,\
             \"maxCallsInFlight\":1024,\"maxJsonDepth\":32,\"chunkBytes\":32768,\"window\":4,\"partBytes\":32768},\"detailedErrors\":false,\"resume\":null}]"
        );
    }
}
