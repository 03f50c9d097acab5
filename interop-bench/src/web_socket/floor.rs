//! The floor of what a WebSocket server can do: it only counts the frames that arrive, and returns as many replies.
//!
//! It reads lengths, but neither unmasks nor reads what they are about, and its reply is always the same. What remains is
//! the way of the bytes through the kernel, which no server can avoid.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The frame of a reply to a call whose id has seven digits.
const REPLY: &[u8] = b"\x81\x14[\"reply\",1000000]\n42";
/// As much as the other servers read at once.
const READ_BYTES: usize = 128 * 1024;

pub(super) async fn start() -> io::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // The client has disconnected, which is how it always ends.
            tokio::spawn(async { serve(stream).await.ok() });
        }
    });
    Ok(address)
}

async fn serve(stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = tokio_tungstenite::accept_async(stream).await.map_err(io::Error::other)?;
    // Nothing is lost with its buffer, because the client waits for the end of the handshake.
    let mut stream = socket.into_inner();
    let mut received = vec![0; READ_BYTES];
    let (mut filled, mut replies) = (0, Vec::new());
    loop {
        let read = stream.read(&mut received[filled..]).await?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        let mut start = 0;
        while let Some(length) = frame_length(&received[start..filled]) {
            start += length;
            replies.extend_from_slice(REPLY);
        }
        received.copy_within(start..filled, 0);
        filled -= start;
        stream.write_all(&replies).await?;
        replies.clear();
    }
}

/// The length of the first frame of these bytes, if it is complete. The frames of clients are masked.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    const MASK_BYTES: usize = 4;
    let &[_, length, ref rest @ ..] = bytes else { return None };
    let (header, payload) = match length & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes(*rest.first_chunk()?))),
        length => {
            assert!(length < 126, "calls are short");
            (2, usize::from(length))
        }
    };
    let length = header + MASK_BYTES + payload;
    (length <= bytes.len()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web_socket::Frames;

    #[test]
    fn frames_are_counted_when_they_are_complete() {
        let mut frames = Frames::default();
        frames.put_text(&[b'a'; 10]);
        frames.put_text(&[b'b'; 300]);
        let bytes = frames.as_bytes();
        assert_eq!(frame_length(bytes), Some(16));
        assert_eq!(frame_length(&bytes[..15]), None);
        assert_eq!(frame_length(&bytes[16..]), Some(308));
        assert_eq!(frame_length(&bytes[16..18]), None);
    }

    #[test]
    fn the_reply_is_one_frame() {
        assert_eq!(usize::from(REPLY[1]), REPLY.len() - 2);
    }
}
