//! The streams of a circuit, in both directions.

mod from_js;
mod from_rust;

use std::sync::{Mutex, MutexGuard};

use super::budget::Charge;
use super::destructors::drop_quietly;
use super::id_map::IdMap;
use crate::js::JsError;
use crate::stream::{ByteSource, IncomingStream, Portions, SourceCell, StartedStream, StreamControl};
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
