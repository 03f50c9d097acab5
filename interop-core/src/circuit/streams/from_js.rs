//! Streams from JavaScript: their readers ask for credit, and their bytes arrive.

use std::time::Duration;

use super::Streams;
use crate::circuit::cost;
use crate::circuit::link::Link;
use crate::circuit::outgoing::{Outgoing, ProtocolViolation};
use crate::error::CallError;
use crate::js::JsError;
use crate::stream::{ArrivedPortion, ChunkOutcome, FIRST_PORTION_BYTES, IncomingStream, OpenedPortion, STREAM_WINDOW};
use crate::threading::Shared;

/// The number of bytes that `open` announces. It is at most the size of a window.
fn window(credit: u64) -> u32 {
    u32::try_from(credit).unwrap_or(u32::MAX)
}

impl Streams {
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
    pub(in crate::circuit) fn receive_offer(
        &self,
        link: &Link,
        object_id: u64,
        length: u64,
    ) -> Result<(), ProtocolViolation> {
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
    pub(in crate::circuit) fn receive_first_bytes(
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
    pub(in crate::circuit) fn forget_portions(&self, object_ids: &[u64]) {
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

    pub(in crate::circuit) fn receive_chunk(
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
    pub(in crate::circuit) fn end_arrivals(&self, stream_id: u64, error: Option<&str>) {
        let stream = self.table().incoming.get(stream_id).cloned();
        if let Some(stream) = stream {
            let text = error.unwrap_or("The stream from JavaScript is shorter than it declared.");
            stream.end_by_javascript(JsError::Stream(text.to_owned()));
        }
    }
}
