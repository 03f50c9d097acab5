use std::fmt;

use bytes::{BufMut as _, Bytes};

use crate::circuit::cost;
use crate::codec::{ByteArray, Reply};
use crate::threading::Shared;

/// The first byte of the frame of a byte array, and how many bytes precede the array in it.
const BYTE_ARRAY: u8 = 1;
const BYTE_ARRAY_HEAD: usize = 9;

/// An event as it goes to one client or to many: a name and the arguments of its handlers.
///
/// Its parts are already the frames of the wire protocol, so that all clients that get the same event share their bytes.
/// Clones share them too.
#[derive(Clone)]
pub struct EventMessage(Shared<Parts>);

struct Parts {
    name: Box<str>,
    /// The header, a line feed and the arguments.
    frame: Bytes,
    args_start: usize,
    /// One frame for each byte array, in the order of their ids.
    byte_arrays: Vec<Bytes>,
}

impl EventMessage {
    /// The event with these encoded arguments.
    pub(super) fn of(name: &str, arguments: &Reply) -> Self {
        Self::assemble(name, arguments.json_bytes(), arguments.byte_arrays().iter().cloned())
    }

    pub(super) fn assemble(name: &str, args: &[u8], byte_arrays: impl Iterator<Item = ByteArray>) -> Self {
        let mut frame = Vec::with_capacity(name.len() + args.len() + 16);
        // Cannot fail: a vector takes everything, and a text can always be written.
        let _ = serde_json::to_writer(&mut frame, &("event", name));
        frame.push(b'\n');
        let args_start = frame.len();
        frame.extend_from_slice(args);
        let byte_arrays = byte_arrays.map(|array| byte_array_frame(&array)).collect();
        Self(Shared::new(Parts { name: name.into(), frame: frame.into(), args_start, byte_arrays }))
    }

    /// The name of the event.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The arguments of the handlers, a JSON array.
    pub fn args(&self) -> &str {
        // It was written by `serde_json`, or was a text before.
        std::str::from_utf8(&self.0.frame[self.0.args_start..]).unwrap_or_default()
    }

    /// The byte arrays that the arguments name. Their ids count from 0 in each event.
    pub fn byte_arrays(&self) -> impl Iterator<Item = ByteArray> {
        (0..).zip(&self.0.byte_arrays).map(|(id, frame)| ByteArray { id, data: frame.slice(BYTE_ARRAY_HEAD..) })
    }

    /// The text frame of the event in the wire protocol: its header and its arguments.
    pub fn frame(&self) -> Bytes {
        self.0.frame.clone()
    }

    /// The binary frames of the byte arrays in the wire protocol, which precede the [`frame`](Self::frame).
    pub fn byte_array_frames(&self) -> impl Iterator<Item = Bytes> {
        self.0.byte_arrays.iter().cloned()
    }

    pub(crate) fn size(&self) -> usize {
        self.0.frame.len() + self.0.byte_arrays.iter().map(Bytes::len).sum::<usize>()
    }

    /// What one client is charged. The bytes are shared, but each client may be the last that holds them.
    pub(crate) fn held(&self) -> usize {
        self.0.name.len() + self.0.frame.len() + cost::buffers(&self.0.byte_arrays)
    }
}

impl fmt::Debug for EventMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: messages may be logged by hosts.
        write!(f, "EventMessage({} bytes)", self.size())
    }
}

fn byte_array_frame(array: &ByteArray) -> Bytes {
    let mut frame = Vec::with_capacity(BYTE_ARRAY_HEAD + array.data.len());
    frame.put_u8(BYTE_ARRAY);
    frame.put_u64_le(array.id);
    frame.put_slice(&array.data);
    frame.into()
}
