//! Tracks the frames in the bytes that a client sends, as far as needed to know what is incomplete.
//!
//! The WebSocket type does not expose whether it waits for the remainder of a message, nor the size of the buffer that
//! it has allocated for a frame.

/// Maximum length of the header of a frame.
const MAX_HEADER: usize = 14;

/// The position in the messages of the client.
#[derive(Default)]
pub(crate) struct Inbound {
    header: [u8; MAX_HEADER],
    /// The number of received bytes of a header.
    header_bytes: usize,
    /// The number of bytes of the frame that have not arrived.
    frame_rest: u64,
    /// Whether the last frame of a fragmented message has not arrived, once the current frame is complete.
    in_fragments: bool,
    /// The number of received bytes of the current message.
    message_bytes: usize,
    /// The number of complete messages.
    messages: u64,
    largest_frame: usize,
}

impl Inbound {
    /// Processes received bytes.
    pub(crate) fn note(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            if self.frame_rest > 0 {
                let count = usize::try_from(self.frame_rest).unwrap_or(usize::MAX).min(bytes.len());
                self.message_bytes = self.message_bytes.saturating_add(count);
                self.frame_rest -= count as u64;
                bytes = &bytes[count..];
                if self.frame_rest == 0 {
                    self.end_frame();
                }
                continue;
            }
            let wanted = header_length(&self.header[..self.header_bytes]);
            let count = (wanted - self.header_bytes).min(bytes.len());
            self.header[self.header_bytes..self.header_bytes + count].copy_from_slice(&bytes[..count]);
            self.header_bytes += count;
            self.message_bytes = self.message_bytes.saturating_add(count);
            bytes = &bytes[count..];
            if self.header_bytes >= 2 && self.header_bytes == header_length(&self.header[..self.header_bytes]) {
                self.begin_frame();
            }
        }
    }

    fn begin_frame(&mut self) {
        let length = match self.header[1] & 0x7f {
            126 => u64::from(u16::from_be_bytes([self.header[2], self.header[3]])),
            127 => self.header[2..10].iter().fold(0, |length, byte| length << 8 | u64::from(*byte)),
            length => u64::from(length),
        };
        self.header_bytes = 0;
        self.frame_rest = length;
        let is_control = self.header[0] & 0x08 != 0;
        let is_final = self.header[0] & 0x80 != 0;
        if !is_control {
            self.in_fragments = !is_final;
        }
        self.largest_frame = self.largest_frame.max(usize::try_from(length).unwrap_or(usize::MAX));
        if length == 0 {
            self.end_frame();
        }
    }

    fn end_frame(&mut self) {
        if !self.in_fragments {
            self.message_bytes = 0;
            self.messages += 1;
        }
    }

    /// Whether a message is partly received.
    pub(crate) fn is_incomplete(&self) -> bool {
        self.message_bytes > 0
    }

    /// The number of received bytes of the current message.
    pub(crate) fn message_bytes(&self) -> usize {
        self.message_bytes
    }

    /// The number of complete messages.
    pub(crate) fn messages(&self) -> u64 {
        self.messages
    }

    /// The length of the largest frame that has started since the last call of
    /// [`forget_largest`](Self::forget_largest).
    pub(crate) fn largest_frame(&self) -> usize {
        self.largest_frame
    }

    /// Notes that the buffer for the largest frame was released.
    pub(crate) fn forget_largest(&mut self) {
        self.largest_frame = 0;
    }
}

/// The length of a header, as far as its beginning determines it.
fn header_length(header: &[u8]) -> usize {
    let Some(lengths) = header.get(1) else { return 2 };
    let extension = match lengths & 0x7f {
        126 => 2,
        127 => 8,
        _ => 0,
    };
    let mask = if lengths & 0x80 == 0 { 0 } else { 4 };
    2 + extension + mask
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: u8 = 1;
    const CONTINUATION: u8 = 0;
    const PING: u8 = 9;
    const FINAL: u8 = 0x80;

    fn frame(first: u8, length: usize) -> Vec<u8> {
        let mut bytes = vec![first];
        match length {
            0..126 => bytes.push(0x80 | u8::try_from(length).unwrap()),
            126..65536 => {
                bytes.push(0x80 + 126);
                bytes.extend(u16::try_from(length).unwrap().to_be_bytes());
            }
            _ => {
                bytes.push(0x80 + 127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend([1, 2, 3, 4]);
        bytes.extend(vec![0xff; length]);
        bytes
    }

    #[test]
    fn a_message_is_incomplete_until_its_last_byte_in_whatever_pieces_it_comes() {
        for length in [0, 1, 125, 126, 300, 65_535, 65_536, 100_000] {
            for piece in [1, 2, 7, 4096, 1 << 20] {
                let bytes = frame(FINAL | TEXT, length);
                let mut inbound = Inbound::default();
                let mut come = 0;
                for part in bytes.chunks(piece) {
                    inbound.note(part);
                    come += part.len();
                    assert_eq!(inbound.is_incomplete(), come < bytes.len(), "{come} of {length} in pieces of {piece}");
                }
                assert_eq!((inbound.messages(), inbound.largest_frame()), (1, length));
            }
        }
    }

    #[test]
    fn messages_follow_each_other_in_one_piece() {
        let mut inbound = Inbound::default();
        let bytes = [frame(FINAL | TEXT, 5), frame(FINAL | TEXT, 0), frame(FINAL | TEXT, 200)].concat();
        inbound.note(&bytes);
        assert_eq!((inbound.messages(), inbound.is_incomplete()), (3, false));
        inbound.note(&bytes[..1]);
        assert!(inbound.is_incomplete());
    }

    #[test]
    fn fragments_are_one_message_and_a_ping_between_them_ends_nothing() {
        let mut inbound = Inbound::default();
        inbound.note(&frame(TEXT, 10));
        assert!(inbound.is_incomplete());
        inbound.note(&frame(FINAL | PING, 0));
        assert!(inbound.is_incomplete());
        inbound.note(&frame(CONTINUATION, 10));
        assert!(inbound.is_incomplete());
        inbound.note(&frame(FINAL | CONTINUATION, 0));
        assert_eq!((inbound.messages(), inbound.is_incomplete()), (1, false));
    }
}
