//! The streams of a circuit, in both directions.

use super::budget::Charge;
use super::core::CircuitCore;
use super::cost;
use super::id_map::IdMap;
use super::outgoing::{Outgoing, ProtocolViolation};
use crate::codec::Reply;
use crate::error::CallError;
use crate::js::JsError;
use crate::scope;
use crate::stream::{
    IncomingStream, STREAM_CHUNK_BYTES, STREAM_WINDOW, Source, SourceCell, StreamControl, Taken, Transmission,
};
use crate::threading::{Shared, lock};

#[derive(Default)]
pub(super) struct Streams {
    /// How many streams from JavaScript were opened: the next one's id.
    opened: u64,
    incoming: IdMap<Shared<IncomingStream>>,
    outgoing: IdMap<Shared<StreamControl>>,
    /// Written into a message that is not complete yet.
    offered: IdMap<Offered>,
    /// Sent, and not yet taken over by the driver.
    started: Vec<Transmission>,
}

/// A source, and where it goes back to if its message is not sent.
struct Offered {
    source: Source,
    cell: SourceCell,
    charge: Charge,
}

impl Offered {
    fn give_back(self) {
        *lock(&self.cell) = Some(self.source);
        // Often the last that holds it, with the user's source inside.
        super::core::drop_quietly(self.cell);
    }
}

impl CircuitCore {
    // From JavaScript

    pub(crate) fn open_js_stream(&self, object_id: u64, length: u64) -> Result<(u64, Shared<IncomingStream>), JsError> {
        let mut streams = lock(&self.streams);
        if self.is_closed() {
            return Err(JsError::Disconnected);
        }
        if streams.incoming.len() >= self.options.max_streams {
            return Err(JsError::Limit(self.options.too_many_streams().message().to_owned()));
        }
        let charge = self.budget.charge(cost::STREAM).map_err(|error| JsError::Limit(error.message().to_owned()))?;
        let stream_id = streams.opened;
        streams.opened += 1;
        let stream = Shared::new(IncomingStream::new(length, charge));
        streams.incoming.insert(stream_id, Shared::clone(&stream));
        drop(streams);
        if length > 0 {
            let (chunk_bytes, window) = (STREAM_CHUNK_BYTES, STREAM_WINDOW);
            self.outbox.send(Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window });
        }
        Ok((stream_id, stream))
    }

    /// The reader has room for one more chunk.
    pub(crate) fn grant_js_stream(&self, stream_id: u64) {
        if lock(&self.streams).incoming.contains(stream_id) {
            self.outbox.send(Outgoing::StreamCredit { stream_id, chunks: 1 });
        }
    }

    /// The reader is gone; `early` says that JavaScript is still sending.
    pub(crate) fn close_js_stream(&self, stream_id: u64, early: bool) {
        let known = lock(&self.streams).incoming.remove(stream_id).is_some();
        if known && early && !self.is_closed() {
            self.outbox.send(Outgoing::CancelStream { stream_id });
        }
    }

    pub(super) fn receive_stream_chunk(
        &self,
        stream_id: u64,
        sequence: u64,
        data: bytes::Bytes,
    ) -> Result<(), ProtocolViolation> {
        let streams = lock(&self.streams);
        let stream = streams.incoming.get(stream_id).cloned();
        let was_opened = stream_id < streams.opened;
        drop(streams);
        let Some(stream) = stream else {
            // Of a stream whose reader has gone, some chunks may be on their way.
            return if was_opened { Ok(()) } else { Err(self.violated(format!("There is no stream {stream_id}."))) };
        };
        if data.len() > STREAM_CHUNK_BYTES {
            let text = "Invalid chunk supplied to stream: it is too large.";
            stream.end(JsError::Stream(text.to_owned()));
            return Err(self.violated(text.to_owned()));
        }
        match stream.push(sequence, data, STREAM_WINDOW as usize) {
            Taken::Fine | Taken::Ended => Ok(()),
            Taken::Refused(error) => {
                stream.end(JsError::Limit(error.message().to_owned()));
                self.close_js_stream(stream_id, true);
                Ok(())
            }
            Taken::OutOfSequence => {
                let text = "Invalid chunk supplied to stream: it is out of sequence.";
                stream.end(JsError::Stream(text.to_owned()));
                Err(self.violated(text.to_owned()))
            }
            Taken::Unasked => {
                let text = "Invalid chunk supplied to stream: more chunks came than were asked for.";
                stream.end(JsError::Stream(text.to_owned()));
                Err(self.violated(text.to_owned()))
            }
        }
    }

    /// JavaScript has no more to send, or cannot.
    pub(super) fn end_js_stream(&self, stream_id: u64, error: Option<&str>) {
        let stream = lock(&self.streams).incoming.get(stream_id).cloned();
        if let Some(stream) = stream {
            let text = error.unwrap_or("The stream from JavaScript is shorter than it declared.");
            stream.end_by_javascript(JsError::Stream(text.to_owned()));
        }
    }

    // From Rust

    /// Gives an id to a stream that is being written into a message.
    pub(crate) fn offer_stream(self: &Shared<Self>, cell: &SourceCell, mut source: Source) -> Result<u64, CallError> {
        let give_back = |source| *lock(cell) = Some(source);
        if self.is_closed() {
            give_back(source);
            return Err(CallError::dispatch(crate::ErrorCode::Cancelled, "The circuit is closed.".to_owned()));
        }
        let id = self.next_object_id();
        let mut streams = lock(&self.streams);
        if streams.outgoing.len() + streams.offered.len() >= self.options.max_streams {
            drop(streams);
            give_back(source);
            return Err(self.options.too_many_streams());
        }
        // The bytes of one large stream are the application's choice, and often shared. They may be more than the limit.
        source.held = source.held.min(self.options.max_held_bytes / 2);
        let charge = match self.budget.charge(cost::STREAM + source.held) {
            Ok(charge) => charge,
            Err(error) => {
                drop(streams);
                give_back(source);
                return Err(error);
            }
        };
        streams.offered.insert(id, Offered { source, cell: Shared::clone(cell), charge });
        drop(streams);
        scope::offer(self, id, cell);
        Ok(id)
    }

    /// The message was not completed: its stream can be sent again.
    pub(crate) fn withdraw_stream(&self, id: u64, cell: &SourceCell) {
        let offered = lock(&self.streams).offered.remove(id);
        if let Some(Offered { source, .. }) = offered {
            *lock(cell) = Some(source);
        }
    }

    /// The message goes out: its streams wait to be claimed, from when the host has taken it.
    pub(super) fn start_streams(self: &Shared<Self>, message: &Reply) {
        for &id in message.streams() {
            let control: Shared<StreamControl> = Shared::default();
            let mut streams = lock(&self.streams);
            let Some(Offered { source, charge, .. }) = streams.offered.remove(id) else { continue };
            streams.outgoing.insert(id, Shared::clone(&control));
            let detailed = self.options.detailed_errors;
            let core = Shared::downgrade(self);
            streams.started.push(Transmission::new(id, source, control, charge, core, detailed));
        }
        if !message.streams().is_empty() {
            // A reply that is returned directly wakes nobody else, and only the driver knows when a stream is claimed.
            self.tell_driver();
        }
    }

    /// A stream from Rust has ended.
    pub(crate) fn forget_stream(&self, stream_id: u64) {
        lock(&self.streams).outgoing.remove(stream_id);
    }

    pub(super) fn take_started_streams(&self) -> Vec<Transmission> {
        std::mem::take(&mut lock(&self.streams).started)
    }

    /// Whether streams of Rust's have begun and not ended.
    pub(super) fn has_outgoing_streams(&self) -> bool {
        let streams = lock(&self.streams);
        !streams.outgoing.is_empty() || !streams.started.is_empty()
    }

    /// The message will never go out: what was not started goes back to its owner, what was is stopped.
    pub(super) fn discard_streams(&self, streams: &[u64]) {
        for &id in streams {
            let offered = lock(&self.streams).offered.remove(id);
            match offered {
                Some(offered) => offered.give_back(),
                None => self.cancel_stream(id),
            }
        }
    }

    pub(super) fn claim_stream(&self, stream_id: u64, credit: u64) {
        let control = lock(&self.streams).outgoing.get(stream_id).cloned();
        match control {
            Some(control) => control.claim(credit),
            None => {
                let error = format!("The stream with ID {stream_id} is not available. It may have timed out.");
                self.outbox.send(Outgoing::EndStream { stream_id, error: Some(error) });
            }
        }
    }

    pub(super) fn grant_stream(&self, stream_id: u64, credit: u64) {
        let control = lock(&self.streams).outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.grant(credit);
        }
    }

    pub(super) fn cancel_stream(&self, stream_id: u64) {
        let control = lock(&self.streams).outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.cancel();
        }
    }

    /// Ends all streams: the client is gone.
    pub(super) fn end_streams(&self) {
        let streams = {
            let mut streams = lock(&self.streams);
            let opened = streams.opened;
            std::mem::replace(&mut *streams, Streams { opened, ..Streams::default() })
        };
        for stream in streams.incoming.into_values() {
            stream.end(JsError::Disconnected);
        }
        // Sources are the user's: their destructors run without our lock.
        streams.started.into_iter().for_each(drop);
        streams.offered.into_values().for_each(Offered::give_back);
    }
}
