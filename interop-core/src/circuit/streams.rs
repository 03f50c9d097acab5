//! The streams of a circuit, in both directions.

use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use super::budget::Charge;
use super::cost;
use super::destructors::drop_quietly;
use super::id_map::IdMap;
use super::link::{Link, circuit_closed};
use super::objects::Objects;
use super::outgoing::{Outgoing, ProtocolViolation};
use crate::codec::Reply;
use crate::error::CallError;
use crate::js::JsError;
use crate::stream::{
    ArrivedPortion, ByteSource, ChunkOutcome, FIRST_PORTION_BYTES, IncomingStream, OpenedPortion, Portions,
    STREAM_WINDOW, SourceCell, StartedStream, StreamControl,
};
use crate::threading::{Shared, lock};

/// The streams of a circuit.
#[derive(Default)]
pub(crate) struct Streams(LazyTable);

/// A server has many circuits, most of them without streams. They have no table until their first one.
#[cfg(not(target_arch = "wasm32"))]
type LazyTable = std::sync::OnceLock<Box<Mutex<StreamTable>>>;
/// A module in the page has one circuit, and saves the code instead.
#[cfg(target_arch = "wasm32")]
type LazyTable = Mutex<StreamTable>;

#[derive(Default)]
struct StreamTable {
    /// The number of streams from JavaScript that were opened, which is the id of the next one.
    opened: u64,
    incoming: IdMap<Shared<IncomingStream>>,
    /// The first bytes of streams from JavaScript, if there have been any. Modules in the page have none, and no code for
    /// them.
    #[cfg(not(target_arch = "wasm32"))]
    portions: Option<Box<Portions>>,
    outgoing: IdMap<Shared<StreamControl>>,
    /// Streams that were written to a message that is not complete yet.
    offered: IdMap<Offered>,
    /// Streams that were sent and that the driver has not taken over yet.
    started: Vec<StartedStream>,
}

/// A source, and where it is returned to if its message is not sent.
struct Offered {
    source: ByteSource,
    cell: SourceCell,
    charge: Charge,
}

impl Offered {
    fn give_back(self) {
        *lock(&self.cell) = Some(self.source);
        // This is often the last reference to the cell, with the source of the application in it.
        drop_quietly(self.cell);
    }
}

impl StreamTable {
    fn portions(&mut self) -> Option<&mut Portions> {
        #[cfg(not(target_arch = "wasm32"))]
        return self.portions.as_deref_mut();
        #[cfg(target_arch = "wasm32")]
        None
    }

    #[allow(clippy::unnecessary_wraps, reason = "modules in the page have none")]
    fn portions_or_new(&mut self) -> Option<&mut Portions> {
        #[cfg(not(target_arch = "wasm32"))]
        return Some(self.portions.get_or_insert_default());
        #[cfg(target_arch = "wasm32")]
        None
    }

    fn close_portion(&mut self, stream_id: u64) {
        if let Some(portions) = self.portions() {
            portions.close(stream_id);
        }
    }
}

/// The number of bytes that `open` announces. It is at most the size of a window.
fn window(credit: u64) -> u32 {
    u32::try_from(credit).unwrap_or(u32::MAX)
}

impl Streams {
    fn table(&self) -> MutexGuard<'_, StreamTable> {
        #[cfg(not(target_arch = "wasm32"))]
        return lock(self.0.get_or_init(Box::default));
        #[cfg(target_arch = "wasm32")]
        lock(&self.0)
    }

    /// The table, if there is one.
    #[allow(clippy::unnecessary_wraps, reason = "there always is in a page")]
    fn existing(&self) -> Option<MutexGuard<'_, StreamTable>> {
        #[cfg(not(target_arch = "wasm32"))]
        return self.0.get().map(|table| lock(table));
        #[cfg(target_arch = "wasm32")]
        Some(lock(&self.0))
    }

    // From JavaScript

    pub(crate) fn open(
        &self,
        link: &Link,
        object_id: u64,
        length: u64,
        now: impl FnOnce() -> Duration,
    ) -> Result<(u64, Shared<IncomingStream>), JsError> {
        let mut streams = self.table();
        if link.is_closed() {
            return Err(JsError::Disconnected);
        }
        if streams.incoming.len() >= link.options.max_streams {
            return Err(JsError::Limit(link.options.too_many_streams().message().to_owned()));
        }
        let no_room = |error: CallError| JsError::Limit(error.message().to_owned());
        let charge = link.budget.charge(cost::STREAM).map_err(no_room)?;
        let unit = link.options.credit;
        let stream_id = streams.opened;
        let mut start = 0;
        let (stream, window) = if unit.is_bytes() {
            let portion = streams.portions().and_then(|portions| portions.open(object_id, length, stream_id));
            let OpenedPortion { length: first, data } = portion.unwrap_or(OpenedPortion { length: 0, data: None });
            let max_window = link.options.max_stream_window.into();
            let (stream, credit) =
                IncomingStream::counting_bytes(length, first, charge, max_window, now()).map_err(|error| {
                    streams.close_portion(stream_id);
                    no_room(error)
                })?;
            if let Some(data) = data {
                stream.push_first(data);
            }
            start = first;
            (stream, window(credit - first))
        } else {
            (IncomingStream::new(length, charge), STREAM_WINDOW)
        };
        streams.opened += 1;
        let stream = Shared::new(stream);
        streams.incoming.insert(stream_id, Shared::clone(&stream));
        drop(streams);
        // A stream whose first bytes are all that it has needs no answer.
        if length > start {
            let chunk_bytes = unit.max_chunk();
            link.outbox.send(if start == 0 {
                Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window }
            } else {
                Outgoing::ContinueStream { stream_id, object_id, chunk_bytes, window, start }
            });
        }
        Ok((stream_id, stream))
    }

    /// Reserves room for the first bytes of a stream that the next message offers.
    pub(super) fn receive_offer(&self, link: &Link, object_id: u64, length: u64) -> Result<(), ProtocolViolation> {
        if !link.options.credit.is_bytes() {
            return Err(ProtocolViolation("First bytes of streams were not requested.".to_owned()));
        }
        if length == 0 || length > FIRST_PORTION_BYTES {
            return Err(ProtocolViolation("The first bytes of a stream are none, or too many.".to_owned()));
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if let Some(portions) = self.table().portions_or_new() {
            portions.offer(object_id, length, link.budget.nothing());
        }
        Ok(())
    }

    /// Receives the first bytes of a stream, or none if JavaScript could not read them.
    pub(super) fn receive_first_bytes(
        &self,
        link: &Link,
        object_id: u64,
        data: bytes::Bytes,
    ) -> Result<(), ProtocolViolation> {
        let mut streams = self.table();
        let Some(portions) = streams.portions() else { return Ok(()) };
        let (stream_id, length, data) = match portions.receive(object_id, data) {
            ArrivedPortion::Done => return Ok(()),
            ArrivedPortion::WrongLength => {
                return Err(ProtocolViolation("The first bytes of a stream are not as many as announced.".to_owned()));
            }
            ArrivedPortion::Open { stream_id, length, data } => (stream_id, length, data),
        };
        let Some(stream) = streams.incoming.get(stream_id).cloned() else { return Ok(()) };
        drop(streams);
        if data.is_empty() {
            // JavaScript reports the reason when it is asked for the bytes.
            let Some(credit) = stream.miss_first(length) else { return Ok(()) };
            let window = window(credit);
            let chunk_bytes = link.options.credit.max_chunk();
            link.outbox.send(Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window });
        } else {
            stream.push_first(data);
        }
        Ok(())
    }

    /// Notes that there is a reference to a stream from JavaScript. Returns whether its first bytes are kept until they are
    /// [forgotten](Self::forget_portion) or the stream is opened.
    pub(crate) fn hold_portion(&self, object_id: u64) -> bool {
        self.existing().is_some_and(|mut streams| streams.portions().is_some_and(|portions| portions.hold(object_id)))
    }

    /// Drops the first bytes of a stream that will not be opened.
    pub(crate) fn forget_portion(&self, object_id: u64) {
        self.forget_portions(&[object_id]);
    }

    /// Drops the first bytes of the streams among these objects, which nothing has read.
    pub(super) fn forget_portions(&self, object_ids: &[u64]) {
        let Some(mut streams) = self.existing() else { return };
        if let Some(portions) = streams.portions() {
            for object_id in object_ids {
                portions.forget(*object_id);
            }
        }
    }

    /// Notes that the reader has room for more: chunks, or bytes if the client counts them.
    pub(crate) fn grant_arrivals(&self, link: &Link, stream_id: u64, credit: u64) {
        if self.table().incoming.contains(stream_id) {
            // It is at most the size of a window.
            let chunks = u32::try_from(credit).unwrap_or(u32::MAX);
            link.outbox.send(Outgoing::StreamCredit { stream_id, chunks });
        }
    }

    /// Notes that the reader was dropped. If `early`, JavaScript is still sending.
    pub(crate) fn close_arrivals(&self, link: &Link, stream_id: u64, early: bool) {
        let mut streams = self.table();
        let known = streams.incoming.remove(stream_id).is_some();
        streams.close_portion(stream_id);
        drop(streams);
        if known && early && !link.is_closed() {
            link.outbox.send(Outgoing::CancelStream { stream_id });
        }
    }

    pub(super) fn receive_chunk(
        &self,
        link: &Link,
        stream_id: u64,
        sequence: u64,
        data: bytes::Bytes,
    ) -> Result<(), ProtocolViolation> {
        let streams = self.table();
        let stream = streams.incoming.get(stream_id).cloned();
        let was_opened = stream_id < streams.opened;
        drop(streams);
        let Some(stream) = stream else {
            // Chunks of a stream whose reader was dropped may still be on their way.
            return if was_opened {
                Ok(())
            } else {
                Err(ProtocolViolation(format!("There is no stream {stream_id}.")))
            };
        };
        if data.len() > link.options.credit.max_chunk() {
            let text = "Invalid chunk supplied to stream: it is too large.";
            stream.end(JsError::Stream(text.to_owned()));
            return Err(ProtocolViolation(text.to_owned()));
        }
        match stream.push(sequence, data) {
            ChunkOutcome::Fine | ChunkOutcome::Ended => Ok(()),
            ChunkOutcome::Refused(error) => {
                stream.end(JsError::Limit(error.message().to_owned()));
                self.close_arrivals(link, stream_id, true);
                Ok(())
            }
            ChunkOutcome::OutOfSequence => {
                let text = "Invalid chunk supplied to stream: it is out of sequence.";
                stream.end(JsError::Stream(text.to_owned()));
                Err(ProtocolViolation(text.to_owned()))
            }
            ChunkOutcome::Unasked => {
                let text = "Invalid chunk supplied to stream: more chunks arrived than were granted.";
                stream.end(JsError::Stream(text.to_owned()));
                Err(ProtocolViolation(text.to_owned()))
            }
        }
    }

    /// Notes that JavaScript has sent everything, or cannot continue.
    pub(super) fn end_arrivals(&self, stream_id: u64, error: Option<&str>) {
        let stream = self.table().incoming.get(stream_id).cloned();
        if let Some(stream) = stream {
            let text = error.unwrap_or("The stream from JavaScript is shorter than it declared.");
            stream.end_by_javascript(JsError::Stream(text.to_owned()));
        }
    }

    // From Rust

    /// Assigns an id to a stream that is being written to a message.
    pub(crate) fn offer(
        &self,
        link: &Link,
        objects: &Objects,
        cell: &SourceCell,
        mut source: ByteSource,
    ) -> Result<u64, CallError> {
        let give_back = |source| *lock(cell) = Some(source);
        if link.is_closed() {
            give_back(source);
            return Err(circuit_closed());
        }
        let id = objects.next_id();
        let mut streams = self.table();
        if streams.outgoing.len() + streams.offered.len() >= link.options.max_streams {
            drop(streams);
            give_back(source);
            return Err(link.options.too_many_streams());
        }
        // The application chooses the size of a stream from memory, and its bytes are often shared. They may exceed the
        // limit.
        source.held = source.held.min(link.options.max_held_bytes / 2);
        let charge = match link.budget.charge(cost::STREAM + source.held) {
            Ok(charge) => charge,
            Err(error) => {
                drop(streams);
                give_back(source);
                return Err(error);
            }
        };
        streams.offered.insert(id, Offered { source, cell: Shared::clone(cell), charge });
        drop(streams);
        Ok(id)
    }

    /// Starts the streams of a message that is sent. They wait to be claimed from the time when the host takes the
    /// message.
    pub(crate) fn start(&self, link: &Link, message: &Reply) {
        for &id in message.streams() {
            let control = Shared::new(StreamControl::with_credit(link.options.credit.before_claim()));
            let mut streams = self.table();
            let Some(offered) = streams.offered.remove(id) else { continue };
            if link.is_closed() {
                // Everything else was given back already.
                drop(streams);
                offered.give_back();
                continue;
            }
            let Offered { source, charge, .. } = offered;
            streams.outgoing.insert(id, Shared::clone(&control));
            streams.started.push(StartedStream { id, source, control, charge });
        }
        if !message.streams().is_empty() {
            // A reply that is returned directly does not wake the driver, which is the only one to know when a stream
            // is claimed.
            link.tell_driver();
        }
    }

    /// Notes that a stream from Rust has ended.
    pub(crate) fn forget(&self, stream_id: u64) {
        self.table().outgoing.remove(stream_id);
    }

    pub(super) fn take_started(&self) -> Vec<StartedStream> {
        self.existing().map(|mut streams| std::mem::take(&mut streams.started)).unwrap_or_default()
    }

    /// Whether streams from Rust have started and not ended.
    pub(super) fn has_outgoing(&self) -> bool {
        self.existing().is_some_and(|streams| !streams.outgoing.is_empty() || !streams.started.is_empty())
    }

    /// Discards the streams of a message that will never be sent. Sources that were not started are returned to their
    /// references, and the others are stopped.
    pub(super) fn discard(&self, streams: &[u64]) {
        for &id in streams {
            let offered = self.table().offered.remove(id);
            match offered {
                Some(offered) => offered.give_back(),
                None => self.cancel(id),
            }
        }
    }

    pub(super) fn claim(&self, link: &Link, stream_id: u64, credit: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        match control {
            Some(control) => control.claim(credit),
            None => {
                let error = format!("The stream with ID {stream_id} is not available. It may have timed out.");
                link.outbox.send(Outgoing::EndStream { stream_id, error: Some(error) });
            }
        }
    }

    pub(super) fn grant(&self, stream_id: u64, credit: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.grant(credit);
        }
    }

    pub(super) fn cancel(&self, stream_id: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.cancel();
        }
    }

    /// Ends all streams, because the client has disconnected.
    pub(super) fn end(&self) {
        let streams = {
            let mut streams = self.table();
            let opened = streams.opened;
            std::mem::replace(&mut *streams, StreamTable { opened, ..StreamTable::default() })
        };
        for stream in streams.incoming.into_values() {
            stream.end(JsError::Disconnected);
        }
        // Sources belong to the application, so their destructors run without holding the lock.
        streams.started.into_iter().for_each(|started| started.source.discard());
        streams.offered.into_values().for_each(Offered::give_back);
    }
}
