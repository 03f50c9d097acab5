//! Binary frames from the client.

use bytes::{Buf, Bytes};

use super::parts::Part;
use super::{BINARY_PART, BYTE_ARRAY, FIRST_BYTES, FrameError, MAX_NUMBER, STREAM_CHUNK, TEXT_PART};

/// A binary frame. Its bytes are a slice of what was received.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    ByteArray { id: u64, data: Bytes },
    StreamChunk { stream_id: u64, sequence: u64, data: Bytes },
    FirstBytes { object_id: u64, data: Bytes },
    Part(Part),
}

impl Binary {
    pub(crate) fn parse(mut data: Bytes) -> Result<Self, FrameError> {
        const CUT_OFF: FrameError = FrameError("The binary frame is incomplete.");
        let kind = data.try_get_u8().map_err(|_| CUT_OFF)?;
        if !matches!(kind, BYTE_ARRAY | STREAM_CHUNK | TEXT_PART | BINARY_PART | FIRST_BYTES) {
            return Err(FrameError("The binary frame is of an unknown kind."));
        }
        let mut number = || match data.try_get_u64_le() {
            Ok(number @ 0..=MAX_NUMBER) => Ok(number),
            Ok(_) => Err(FrameError("A number of the binary frame is not a safe integer.")),
            Err(_) => Err(CUT_OFF),
        };
        match kind {
            BYTE_ARRAY => {
                let id = number()?;
                Ok(Self::ByteArray { id, data })
            }
            STREAM_CHUNK => {
                let (stream_id, sequence) = (number()?, number()?);
                Ok(Self::StreamChunk { stream_id, sequence, data })
            }
            FIRST_BYTES => {
                let object_id = number()?;
                Ok(Self::FirstBytes { object_id, data })
            }
            _ => {
                let kind = if kind == TEXT_PART { super::FrameKind::Text } else { super::FrameKind::Binary };
                let missing = number()?;
                Ok(Self::Part(Part { kind, missing, data }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_frames_are_slices_of_what_came() {
        let frame = Bytes::from_static(b"\x01\x03\0\0\0\0\0\0\0abc");
        let Binary::ByteArray { id, data } = Binary::parse(frame.clone()).unwrap() else { panic!("not a byte array") };
        assert_eq!((id, &data[..]), (3, &b"abc"[..]));
        assert_eq!(data.as_ptr(), frame[9..].as_ptr());
        assert_eq!(
            Binary::parse(Bytes::from_static(b"\x02\x01\0\0\0\0\0\0\0\x00\x01\0\0\0\0\0\0x")).unwrap(),
            Binary::StreamChunk { stream_id: 1, sequence: 256, data: Bytes::from_static(b"x") }
        );
        assert_eq!(
            Binary::parse(Bytes::from_static(b"\x05\x07\0\0\0\0\0\0\0y")).unwrap(),
            Binary::FirstBytes { object_id: 7, data: Bytes::from_static(b"y") }
        );
    }

    #[test]
    fn broken_binary_frames_are_refused() {
        let error = |bytes: &'static [u8]| Binary::parse(Bytes::from_static(bytes)).unwrap_err().0;
        assert_eq!(error(b""), "The binary frame is incomplete.");
        assert_eq!(error(b"\x01\0\0\0\0\0\0\0"), "The binary frame is incomplete.");
        assert_eq!(error(b"\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), "The binary frame is incomplete.");
        assert_eq!(error(b"\x06\0\0\0\0\0\0\0\0"), "The binary frame is of an unknown kind.");
        assert_eq!(error(b"\x01\0\0\0\0\0\0\0\xff"), "A number of the binary frame is not a safe integer.");
    }
}
