//! Byte arrays that have arrived before the message that refers to them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::budget::Charge;
use super::cost;
use super::link::Link;
use super::outgoing::ProtocolViolation;
use crate::error::CallError;
use crate::threading::lock;

/// The size that is counted for an empty byte array, so that many small ones cannot take unbounded memory.
const MIN_BYTE_ARRAY: usize = 4;

/// The byte arrays of the next message.
#[derive(Default)]
pub(crate) struct Inbox {
    /// `None` until the first one has arrived, because many clients never send any.
    arrivals: Mutex<Option<Box<Arrivals>>>,
    /// Whether there are any. It can be read without the lock.
    has_arrivals: AtomicBool,
}

#[derive(Default)]
struct Arrivals {
    arrays: Vec<bytes::Bytes>,
    count: u64,
    bytes: usize,
    charge: Option<Charge>,
    /// The error with which the next call is refused.
    refusal: Option<CallError>,
}

impl Inbox {
    /// Receives a byte array that a later message refers to.
    pub(super) fn receive(&self, link: &Link, id: u64, data: bytes::Bytes) -> Result<(), ProtocolViolation> {
        let mut arrivals = lock(&self.arrivals);
        let arrivals = arrivals.get_or_insert_default();
        if id == 0 {
            **arrivals = Arrivals::default();
        }
        let count = arrivals.count;
        if id != count {
            return Err(ProtocolViolation(format!(
                "Element id '{id}' cannot be added to the byte arrays to be revived with length '{count}'."
            )));
        }
        arrivals.count += 1;
        arrivals.bytes = arrivals.bytes.saturating_add(data.len().max(MIN_BYTE_ARRAY));
        if arrivals.refusal.is_none() {
            let admitted = if arrivals.bytes > link.options.max_argument_bytes {
                Err(link.options.arguments_too_large())
            } else {
                let charge = arrivals.charge.get_or_insert_with(|| link.budget.nothing());
                charge.resize(charge.bytes() + cost::buffers([&data]))
            };
            match admitted {
                Ok(()) => arrivals.arrays.push(data),
                // The next call is refused, so its byte arrays are counted but not stored.
                Err(refusal) => {
                    let count = arrivals.count;
                    **arrivals = Arrivals { count, refusal: Some(refusal), ..Arrivals::default() };
                }
            }
        }
        self.has_arrivals.store(true, Ordering::Release);
        Ok(())
    }

    /// The byte arrays of the message that is being dispatched.
    #[inline]
    pub(crate) fn take(&self) -> Result<Vec<bytes::Bytes>, CallError> {
        if !self.has_arrivals.load(Ordering::Acquire) {
            return Ok(Vec::new());
        }
        self.has_arrivals.store(false, Ordering::Relaxed);
        let Some(arrivals) = lock(&self.arrivals).take() else { return Ok(Vec::new()) };
        match arrivals.refusal {
            Some(refusal) => Err(refusal),
            None => Ok(arrivals.arrays),
        }
    }

    pub(super) fn clear(&self) {
        *lock(&self.arrivals) = None;
    }
}
