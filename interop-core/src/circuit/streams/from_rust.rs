//! Streams from Rust: offered by messages, and claimed by JavaScript.

use super::{Offered, Streams};
use crate::circuit::cost;
use crate::circuit::link::{Link, circuit_closed};
use crate::circuit::objects::Objects;
use crate::circuit::outgoing::Outgoing;
use crate::codec::Reply;
use crate::error::CallError;
use crate::stream::{ByteSource, SourceCell, StartedStream, StreamControl};
use crate::threading::{Shared, lock};

impl Streams {
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

    pub(in crate::circuit) fn take_started(&self) -> Vec<StartedStream> {
        self.existing().map(|mut streams| std::mem::take(&mut streams.started)).unwrap_or_default()
    }

    /// Whether streams from Rust have started and not ended.
    pub(in crate::circuit) fn has_outgoing(&self) -> bool {
        self.existing().is_some_and(|streams| !streams.outgoing.is_empty() || !streams.started.is_empty())
    }

    /// Discards the streams of a message that will never be sent. Sources that were not started are returned to their
    /// references, and the others are stopped.
    pub(in crate::circuit) fn discard(&self, streams: &[u64]) {
        for &id in streams {
            let offered = self.table().offered.remove(id);
            match offered {
                Some(offered) => offered.give_back(),
                None => self.cancel(id),
            }
        }
    }

    pub(in crate::circuit) fn claim(&self, link: &Link, stream_id: u64, credit: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        match control {
            Some(control) => control.claim(credit),
            None => {
                let error = format!("The stream with ID {stream_id} is not available. It may have timed out.");
                link.outbox.send(Outgoing::EndStream { stream_id, error: Some(error) });
            }
        }
    }

    pub(in crate::circuit) fn grant(&self, stream_id: u64, credit: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.grant(credit);
        }
    }

    pub(in crate::circuit) fn cancel(&self, stream_id: u64) {
        let control = self.table().outgoing.get(stream_id).cloned();
        if let Some(control) = control {
            control.cancel();
        }
    }
}
