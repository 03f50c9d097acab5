//! The first bytes of streams from JavaScript, which arrive before the streams are opened.

use bytes::Bytes;

use crate::circuit::Charge;

/// Maximum number of first bytes of a stream that may travel with its offer.
pub const FIRST_PORTION_BYTES: u64 = 64 * 1024;

/// Maximum number of portions of streams that are not open. Together they hold at most 1 MiB.
const MAX_PORTIONS: usize = 16;

/// A portion is accepted if this many of its size fit into the budget, so that portions leave room for everything else.
const ROOM_DIVISOR: usize = 4;

/// The portions of a circuit. There are few, so they are searched one by one.
#[derive(Default)]
pub(crate) struct Portions(Vec<Portion>);

struct Portion {
    object_id: u64,
    length: usize,
    /// The bytes, once they have arrived.
    data: Option<Bytes>,
    /// Reserves room for the bytes until the stream is open.
    charge: Option<Charge>,
    state: PortionState,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PortionState {
    /// The message that offers the stream has not been read, and maybe never will be.
    Offered,
    /// A reference to the stream exists.
    Held,
    /// The stream with this id is open, and its first bytes have not arrived.
    Open(u64),
}

/// What an opened stream begins with.
pub(crate) struct OpenedPortion {
    pub(crate) length: u64,
    /// The bytes, if they have arrived.
    pub(crate) data: Option<Bytes>,
}

/// What to do with bytes that have arrived.
pub(crate) enum ArrivedPortion {
    /// Nothing: they were stored, or are not needed.
    Done,
    /// They belong to this open stream, and as many were announced.
    Open { stream_id: u64, length: u64, data: Bytes },
    /// The number of bytes is not what was announced.
    WrongLength,
}

impl Portions {
    /// Reserves room for the first bytes of an object. Without room, they will be ignored when they arrive, and the stream
    /// starts at its beginning.
    pub(crate) fn offer(&mut self, object_id: u64, length: usize, mut charge: Charge) {
        self.forget(object_id);
        let is_waiting = |portion: &Portion| !matches!(portion.state, PortionState::Open(_));
        if self.0.iter().filter(|portion| is_waiting(portion)).count() >= MAX_PORTIONS {
            // The oldest may belong to a message that is never read.
            let Some(oldest) = self.0.iter().position(|portion| portion.state == PortionState::Offered) else { return };
            self.0.remove(oldest);
        }
        if charge.has_room(length.saturating_mul(ROOM_DIVISOR)) && charge.resize(length).is_ok() {
            self.0.push(Portion { object_id, length, data: None, charge: Some(charge), state: PortionState::Offered });
        }
    }

    /// Receives the first bytes of an object. No bytes mean that they could not be read.
    pub(crate) fn receive(&mut self, object_id: u64, data: Bytes) -> ArrivedPortion {
        let is_expected = |portion: &&mut Portion| portion.object_id == object_id && portion.data.is_none();
        let Some(portion) = self.0.iter_mut().find(is_expected) else { return ArrivedPortion::Done };
        if !data.is_empty() && data.len() != portion.length {
            return ArrivedPortion::WrongLength;
        }
        match portion.state {
            PortionState::Open(stream_id) => {
                let length = portion.length as u64;
                self.close(stream_id);
                return ArrivedPortion::Open { stream_id, length, data };
            }
            _ if data.is_empty() => self.forget(object_id),
            _ => portion.data = Some(data),
        }
        ArrivedPortion::Done
    }

    /// Notes that there is a reference to the stream. Returns whether there is a portion for it.
    pub(crate) fn hold(&mut self, object_id: u64) -> bool {
        let portion =
            self.0.iter_mut().find(|portion| portion.object_id == object_id && portion.state == PortionState::Offered);
        portion.map(|portion| portion.state = PortionState::Held).is_some()
    }

    /// Takes the portion of a stream of this length that is being opened.
    pub(crate) fn open(&mut self, object_id: u64, length: u64, stream_id: u64) -> Option<OpenedPortion> {
        let is_its = |portion: &Portion| portion.object_id == object_id && portion.state == PortionState::Held;
        let index = self.0.iter().position(is_its)?;
        let portion = &mut self.0[index];
        let first = portion.length as u64;
        if first > length {
            self.0.remove(index);
            return None;
        }
        // The credit of the stream is charged from now on.
        portion.charge = None;
        portion.state = PortionState::Open(stream_id);
        let data = portion.data.take();
        if data.is_some() {
            self.0.remove(index);
        }
        Some(OpenedPortion { length: first, data })
    }

    /// Drops the portion of a stream that is not open.
    pub(crate) fn forget(&mut self, object_id: u64) {
        self.0.retain(|portion| portion.object_id != object_id || matches!(portion.state, PortionState::Open(_)));
    }

    /// Notes that a stream has ended, so that its first bytes are not needed.
    pub(crate) fn close(&mut self, stream_id: u64) {
        self.0.retain(|portion| portion.state != PortionState::Open(stream_id));
    }
}
