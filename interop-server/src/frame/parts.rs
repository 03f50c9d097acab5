//! Long frames in parts, as `docs/protocol.md` describes them.

use bytes::{BufMut, Bytes, BytesMut};

use super::{BINARY_PART, FrameKind, TEXT_PART};

/// The size of the parts that the server requests.
pub(crate) const PART_BYTES: usize = 32 * 1024;

/// The smallest parts that a client can ask for: smaller ones would cost more than they carry.
pub(crate) const MIN_PART_BYTES: usize = 1024;

/// What stands before the piece of a frame, after which so many bytes follow in later parts.
pub(crate) fn head(kind: FrameKind, missing: usize) -> Bytes {
    let mut head = BytesMut::with_capacity(9);
    head.put_u8(match kind {
        FrameKind::Text => TEXT_PART,
        FrameKind::Binary => BINARY_PART,
    });
    head.put_u64_le(missing as u64);
    head.freeze()
}

/// A part of a frame.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// The kind of the frame.
    pub(crate) kind: FrameKind,
    /// The number of bytes of the frame that follow in later parts.
    pub(crate) missing: u64,
    pub(crate) data: Bytes,
}

/// The reason why parts do not form a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartError {
    /// A part does not continue the previous one.
    Broken,
    /// The frame would be longer than allowed.
    TooLong,
}

/// A frame that arrives in parts.
#[derive(Debug, Default)]
pub(crate) struct Assembly(Option<Box<Incomplete>>);

#[derive(Debug)]
struct Incomplete {
    kind: FrameKind,
    missing: u64,
    /// It grows with the received data, so announcing a long frame takes no memory.
    bytes: BytesMut,
}

impl Assembly {
    pub(crate) fn is_incomplete(&self) -> bool {
        self.0.is_some()
    }

    /// The number of bytes that are held of an incomplete frame.
    pub(crate) fn held(&self) -> usize {
        self.0.as_ref().map_or(0, |frame| frame.bytes.capacity())
    }

    /// Adds a part, and returns the bytes of the frame if this is the last one.
    pub(crate) fn add(&mut self, part: Part, max_bytes: usize) -> Result<Option<Bytes>, PartError> {
        let Part { kind, missing, data } = part;
        let rest = missing.checked_add(data.len() as u64).ok_or(PartError::TooLong)?;
        if data.is_empty() {
            return Err(PartError::Broken);
        }
        match &self.0 {
            Some(before) if before.kind != kind || before.missing != rest => return Err(PartError::Broken),
            None if rest > max_bytes as u64 => return Err(PartError::TooLong),
            None if missing == 0 => return Ok(Some(data)),
            _ => {}
        }
        let frame = self.0.get_or_insert_with(|| Box::new(Incomplete { kind, missing, bytes: BytesMut::new() }));
        frame.missing = missing;
        frame.bytes.extend_from_slice(&data);
        if missing > 0 {
            return Ok(None);
        }
        Ok(self.0.take().map(|frame| frame.bytes.freeze()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: FrameKind, missing: u64, data: &'static [u8]) -> Part {
        Part { kind, missing, data: Bytes::from_static(data) }
    }

    #[test]
    fn a_frame_is_complete_with_the_part_after_which_nothing_follows() {
        let mut assembly = Assembly::default();
        for _ in 0..2 {
            assert_eq!(assembly.add(part(FrameKind::Text, 5, b"abc"), 8), Ok(None));
            assert_eq!(assembly.add(part(FrameKind::Text, 2, b"def"), 8), Ok(None));
            assert!(assembly.is_incomplete());
            assert_eq!(assembly.add(part(FrameKind::Text, 0, b"gh"), 8), Ok(Some(Bytes::from_static(b"abcdefgh"))));
            assert!(!assembly.is_incomplete());
        }
        assert_eq!(assembly.add(part(FrameKind::Binary, 0, b"abc"), 8), Ok(Some(Bytes::from_static(b"abc"))));
    }

    #[test]
    fn parts_that_do_not_continue_the_one_before_are_refused() {
        let second = [
            part(FrameKind::Binary, 2, b"def"),
            part(FrameKind::Text, 3, b"def"),
            part(FrameKind::Text, 1, b"def"),
            part(FrameKind::Text, 5, b""),
            part(FrameKind::Text, 0, b""),
        ];
        for second in second {
            let mut assembly = Assembly::default();
            assert_eq!(assembly.add(part(FrameKind::Text, 5, b"abc"), 100), Ok(None));
            assert_eq!(assembly.add(second, 100), Err(PartError::Broken));
        }
        assert_eq!(Assembly::default().add(part(FrameKind::Text, 0, b""), 100), Err(PartError::Broken));
    }

    #[test]
    fn a_frame_that_is_too_long_is_refused_with_its_first_part() {
        for missing in [6, u64::MAX] {
            assert_eq!(Assembly::default().add(part(FrameKind::Text, missing, b"abc"), 8), Err(PartError::TooLong));
        }
    }
}
