//! Where JavaScript writes the texts and bytes that it sends, and reads the results of synchronous calls.
//!
//! They cross by numbers alone: JavaScript asks for an address, writes there, and says how long each text is. That is faster
//! than to let every text be allocated and copied, and whatever JavaScript passes as a length is only a number to be checked.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use interop_core::CircuitOptions;
use interop_core::host::{MAX_NAME_BYTES, Reply};
use wasm_bindgen::JsValue;

use crate::error::{LIMIT_EXCEEDED, PROTOCOL_VIOLATION, error};

/// How many bytes are kept for the next message, and for the next result. More is freed as soon as it was used, or was not.
pub(crate) const MAX_RETAINED_BYTES: usize = 64 * 1024;

thread_local! {
    static AREA: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static MAX_AREA: Cell<usize> = const { Cell::new(0) };
    static REPLY: RefCell<Reply> = const { RefCell::new(Reply::new()) };
}

/// The most bytes that a circuit with these options takes at once.
pub(crate) fn largest(options: &CircuitOptions) -> usize {
    options.get_max_argument_bytes().max(options.get_max_reply_bytes()).saturating_add(MAX_NAME_BYTES)
}

/// Allows areas of this size.
pub(crate) fn allow(bytes: usize) {
    MAX_AREA.set(MAX_AREA.get().max(bytes));
}

/// The address of an area of at least so many bytes for the next message.
pub(crate) fn reserve(bytes: usize) -> Result<usize, JsValue> {
    if bytes > MAX_AREA.get() {
        return Err(error(LIMIT_EXCEEDED, &format!("{bytes} bytes are more than any circuit accepts at once")));
    }
    AREA.with_borrow_mut(|area| {
        if area.len() < bytes {
            *area = Vec::new();
            // An allocation that fails ends the instance; this one only says so.
            if Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
                return Err(error(LIMIT_EXCEEDED, &format!("there is no memory for {bytes} bytes")));
            }
            *area = vec![0; if bytes < MAX_RETAINED_BYTES { bytes.next_power_of_two() } else { bytes }];
        }
        Ok(area.as_mut_ptr() as usize)
    })
}

/// Frees what is too large to be kept: JavaScript has written to an area and has read a result by the time that it
/// returns from the function in which it asked for them.
pub(crate) fn free_unused() {
    AREA.with_borrow_mut(|area| {
        if area.capacity() > MAX_RETAINED_BYTES {
            *area = Vec::new();
        }
    });
    REPLY.with_borrow_mut(|reply| {
        if reply.held() > MAX_RETAINED_BYTES {
            *reply = Reply::new();
        }
    });
}

/// What JavaScript has written. While it is read, JavaScript may write the next message: that gets an area of its own.
pub(crate) struct Written {
    area: Vec<u8>,
    used: usize,
}

impl Written {
    /// Takes so many bytes that JavaScript has written.
    pub(crate) fn take(bytes: usize) -> Result<Self, JsValue> {
        let written = Self { area: AREA.take(), used: bytes };
        if bytes <= written.area.len() {
            return Ok(written);
        }
        Err(error(PROTOCOL_VIOLATION, &format!("{bytes} bytes were announced, but no area of that size was requested")))
    }

    /// All of it, as bytes.
    pub(crate) fn into_bytes(mut self) -> Bytes {
        // What fills the area takes it along; a little in a large one is cheaper to copy.
        if self.used < self.area.len() / 2 {
            return Bytes::copy_from_slice(self.area.get(..self.used).unwrap_or_default());
        }
        let mut area = std::mem::take(&mut self.area);
        area.truncate(self.used);
        area.into()
    }

    /// All of it, as text.
    pub(crate) fn as_str(&self) -> Result<&str, JsValue> {
        let bytes = self.area.get(..self.used).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| error(PROTOCOL_VIOLATION, "a text is not UTF-8"))
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let area = std::mem::take(&mut self.area);
        if area.capacity() <= MAX_RETAINED_BYTES {
            // One that was made meanwhile is as good, but only one is kept.
            AREA.set(area);
        }
    }
}

/// A reply to write the result of a synchronous call to.
pub(crate) fn take_reply() -> Reply {
    let reply = REPLY.take();
    if reply.held() > MAX_RETAINED_BYTES { Reply::new() } else { reply }
}

/// Keeps a result until JavaScript has read it, and returns its length.
pub(crate) fn keep_reply(reply: Reply) -> usize {
    let bytes = reply.json_bytes().len();
    REPLY.set(reply);
    bytes
}

/// The address of the last result.
pub(crate) fn reply_address() -> usize {
    REPLY.with_borrow(|reply| reply.json_bytes().as_ptr() as usize)
}
