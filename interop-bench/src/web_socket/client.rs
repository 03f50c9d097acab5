//! The client: a blocking socket, and frames that are composed in one buffer.
//!
//! It does as little as possible, so that the server is measured: it writes many frames at once, reads what is
//! available, and reads frames in place.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;

/// This is more than is read at once.
const READ_BYTES: usize = 64 * 1024;

/// An arbitrary key. Every client must mask what it sends.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

const TEXT: u8 = 1;
const BINARY: u8 = 2;

/// Frames as they are sent over the connection.
#[derive(Debug, Default)]
pub(crate) struct Frames(Vec<u8>);

impl Frames {
    pub(crate) fn put_text(&mut self, text: &[u8]) {
        self.put(TEXT, text);
    }

    pub(crate) fn put_binary(&mut self, bytes: &[u8]) {
        self.put(BINARY, bytes);
    }

    #[cfg(test)]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn put(&mut self, kind: u8, payload: &[u8]) {
        const FINAL: u8 = 0x80;
        const MASKED: u8 = 0x80;
        // Length codes that state where the length is.
        const IN_TWO_BYTES: u8 = 0x7e;
        const IN_EIGHT_BYTES: u8 = 0x7f;
        self.0.push(FINAL | kind);
        if let Ok(length @ 0..=125) = u8::try_from(payload.len()) {
            self.0.push(MASKED | length);
        } else if let Ok(length) = u16::try_from(payload.len()) {
            self.0.push(MASKED | IN_TWO_BYTES);
            self.0.extend(length.to_be_bytes());
        } else {
            self.0.push(MASKED | IN_EIGHT_BYTES);
            self.0.extend((payload.len() as u64).to_be_bytes());
        }
        self.0.extend(MASK);
        let start = self.0.len();
        self.0.extend_from_slice(payload);
        for (at, byte) in self.0[start..].iter_mut().enumerate() {
            *byte ^= MASK[at % MASK.len()];
        }
    }
}

/// A connection to a server on this machine.
#[derive(Debug)]
pub(crate) struct Client {
    stream: TcpStream,
    frames: Frames,
    received: Vec<u8>,
    /// The number of bytes of `received` that are filled.
    filled: usize,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, path: &str, protocol: Option<&'static str>) -> Self {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("it is an address");
        if let Some(protocol) = protocol {
            request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(protocol));
        }
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("it is connected");
        let (socket, _) = tungstenite::client(request, stream).expect("the server accepts");
        // Nothing is lost with its buffer, because none of the servers sends first.
        Self { stream: socket.into_inner(), frames: Frames::default(), received: vec![0; READ_BYTES], filled: 0 }
    }

    /// Changes how many bytes are read at once, while nothing is received. Many clients need less each.
    pub(crate) fn read_at_once(&mut self, bytes: usize) {
        assert_eq!(self.filled, 0, "nothing is received");
        self.received = vec![0; bytes];
    }

    /// The frames that [`send`](Self::send) sends.
    pub(crate) fn frames(&mut self) -> &mut Frames {
        &mut self.frames
    }

    pub(crate) fn send(&mut self) {
        self.stream.write_all(&self.frames.0).expect("the server reads");
        self.frames.0.clear();
    }

    /// Sends frames that are retained.
    pub(crate) fn send_prepared(&mut self, frames: &Frames) {
        self.stream.write_all(&frames.0).expect("the server reads");
    }

    /// Waits for at least one frame.
    pub(crate) fn receive_one(&mut self, mut take: impl FnMut(&[u8])) {
        while self.receive(&mut take) == 0 {}
    }

    /// Reads once, and passes on the texts of complete frames. Returns their number.
    pub(crate) fn receive(&mut self, mut take: impl FnMut(&[u8])) -> u32 {
        let read = self.stream.read(&mut self.received[self.filled..]).expect("the connection lives");
        assert!(read > 0, "the server ended the connection");
        self.filled += read;
        let (mut count, mut start) = (0, 0);
        while let Some((length, text)) = first_text(&self.received[start..self.filled]) {
            take(text);
            start += length;
            count += 1;
        }
        self.received.copy_within(start..self.filled, 0);
        self.filled -= start;
        count
    }
}

/// The first frame of these bytes, if it is complete: its length and its text.
fn first_text(bytes: &[u8]) -> Option<(usize, &[u8])> {
    const FINAL_TEXT: u8 = 0x80 | TEXT;
    let (&kind, rest) = bytes.split_first()?;
    assert_eq!(kind, FINAL_TEXT, "answers are texts in one piece");
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        126 => {
            let (length, rest) = rest.split_first_chunk()?;
            (usize::from(u16::from_be_bytes(*length)), rest)
        }
        length => {
            assert!(length < 126, "answers are short");
            (usize::from(length), rest)
        }
    };
    let text = rest.get(..length)?;
    Some((bytes.len() - rest.len() + length, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_masked_and_have_lengths_of_three_kinds() {
        let mut frames = Frames::default();
        frames.put_text(b"abcde");
        let masked = [b'a' ^ 0x37, b'b' ^ 0xfa, b'c' ^ 0x21, b'd' ^ 0x3d, b'e' ^ 0x37];
        assert_eq!(frames.0, [&[0x81, 0x85], &MASK[..], &masked].concat());
        let header = |length| {
            let mut frames = Frames::default();
            frames.put_binary(&vec![0; length]);
            frames.0[..frames.0.len() - length - 4].to_vec()
        };
        assert_eq!(header(125), [0x82, 0xfd]);
        assert_eq!(header(126), [0x82, 0xfe, 0, 126]);
        assert_eq!(header(1 << 20), [0x82, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0]);
    }

    #[test]
    fn a_frame_is_taken_when_it_is_complete() {
        let bytes = b"\x81\x02ab\x81\x01c";
        assert_eq!(first_text(bytes), Some((4, &b"ab"[..])));
        for length in 0..4 {
            assert_eq!(first_text(&bytes[..length]), None);
        }
        let long = [&[0x81, 126, 1, 0][..], &[b'x'; 256]].concat();
        assert_eq!(first_text(&long), Some((260, &[b'x'; 256][..])));
        assert_eq!(first_text(&long[..259]), None);
    }
}
