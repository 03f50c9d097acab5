//! The memory to which JavaScript writes the texts and bytes that it sends, and from which it reads the results of
//! synchronous calls.
//!
//! Only numbers are passed: JavaScript requests an address, writes to it, and passes the length of each text. This is
//! faster than allocating and copying each text, and whatever JavaScript passes as a length is only a number to be
//! checked.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use interop_core::CircuitOptions;
use interop_core::host::{MAX_NAME_BYTES, Reply};
use wasm_bindgen::JsValue;

use crate::error::{LIMIT_EXCEEDED, PROTOCOL_VIOLATION, error};

/// The number of bytes that are retained for the next message, and for the next result. Larger memory is freed once it
/// was used, or was not needed.
pub(crate) const MAX_RETAINED_BYTES: usize = 64 * 1024;

thread_local! {
    static AREA: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static MAX_AREA: Cell<usize> = const { Cell::new(0) };
    static REPLY: RefCell<Reply> = const { RefCell::new(Reply::new()) };
}

/// Maximum size of a message to a circuit with these options.
pub(crate) fn largest(options: &CircuitOptions) -> usize {
    options.get_max_argument_bytes().max(options.get_max_reply_bytes()).saturating_add(MAX_NAME_BYTES)
}

/// Allows areas of this size.
pub(crate) fn allow(bytes: usize) {
    MAX_AREA.set(MAX_AREA.get().max(bytes));
}

/// The address of an area of at least this many bytes for the next message.
pub(crate) fn reserve(bytes: usize) -> Result<usize, JsValue> {
    if bytes > MAX_AREA.get() {
        return Err(error(LIMIT_EXCEEDED, &format!("{bytes} bytes exceed every limit")));
    }
    AREA.with_borrow_mut(|area| {
        if area.len() < bytes {
            *area = Vec::new();
            // A failed allocation of the area itself would end the instance. This one only detects it.
            if Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
                return Err(error(LIMIT_EXCEEDED, &format!("there is no memory for {bytes} bytes")));
            }
            *area = vec![0; if bytes < MAX_RETAINED_BYTES { bytes.next_power_of_two() } else { bytes }];
        }
        Ok(area.as_mut_ptr() as usize)
    })
}

/// Frees memory that is too large to be retained: JavaScript has written to an area and has read a result before it
/// returns from the function in which it requested them.
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

/// A message that JavaScript has written. While it is read, JavaScript may write the next message, which gets an area
/// of its own.
pub(crate) struct Written {
    area: Vec<u8>,
    used: usize,
}

impl Written {
    /// Takes this many bytes that JavaScript has written.
    pub(crate) fn take(bytes: usize) -> Result<Self, JsValue> {
        let written = Self { area: AREA.take(), used: bytes };
        if bytes <= written.area.len() {
            return Ok(written);
        }
        Err(error(PROTOCOL_VIOLATION, &format!("no area of {bytes} bytes was requested")))
    }

    /// The whole message, as bytes.
    pub(crate) fn into_bytes(mut self) -> Bytes {
        // A message that fills its area takes the area with it. A short one in a large area is cheaper to copy.
        if self.used < self.area.len() / 2 {
            return Bytes::copy_from_slice(self.area.get(..self.used).unwrap_or_default());
        }
        let mut area = std::mem::take(&mut self.area);
        area.truncate(self.used);
        area.into()
    }

    /// The whole message, as text.
    pub(crate) fn as_str(&self) -> Result<&str, JsValue> {
        let bytes = self.area.get(..self.used).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| error(PROTOCOL_VIOLATION, "a text is not UTF-8"))
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let area = std::mem::take(&mut self.area);
        if area.capacity() <= MAX_RETAINED_BYTES {
            // An area that was created in the meantime is equivalent, but only one is retained.
            AREA.set(area);
        }
    }
}

/// A reply for the result of a synchronous call.
pub(crate) fn take_reply() -> Reply {
    let reply = REPLY.take();
    if reply.held() > MAX_RETAINED_BYTES { Reply::new() } else { reply }
}

/// Stores a result until JavaScript has read it, and returns its length.
pub(crate) fn keep_reply(reply: Reply) -> usize {
    let bytes = reply.json_bytes().len();
    REPLY.set(reply);
    bytes
}

/// The address of the last result.
pub(crate) fn reply_address() -> usize {
    REPLY.with_borrow(|reply| reply.json_bytes().as_ptr() as usize)
}
