//! Where JavaScript writes the texts that it sends, and reads the results of synchronous calls.
//!
//! Texts cross by numbers alone: JavaScript asks for an address, writes there, and says how long each text is. That is faster
//! than to let every text be allocated and copied, and whatever JavaScript passes as a length is only a number to be checked.

use std::cell::RefCell;

use interop_core::Reply;
use wasm_bindgen::JsValue;

use crate::error::{LIMIT_EXCEEDED, PROTOCOL_VIOLATION, error};

/// What is kept for the next text; a larger area is given back after its message.
const KEPT: usize = 64 * 1024;

thread_local! {
    static AREA: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static REPLY: RefCell<Reply> = const { RefCell::new(Reply::new()) };
}

/// The address of an area of at least so many bytes for the texts of the next message.
pub(crate) fn reserve(bytes: usize) -> Result<usize, JsValue> {
    AREA.with_borrow_mut(|area| {
        if area.len() < bytes {
            let missing = bytes - area.len();
            if area.try_reserve(missing).is_err() {
                return Err(error(LIMIT_EXCEEDED, &format!("there is no memory for a text of {bytes} bytes")));
            }
            area.resize(bytes, 0);
        }
        Ok(area.as_mut_ptr() as usize)
    })
}

/// The texts of a message. While it is taken in, JavaScript may write the next one: that gets an area of its own.
pub(crate) struct Texts {
    area: Vec<u8>,
    used: usize,
}

impl Texts {
    /// Takes so many bytes that JavaScript has written.
    pub(crate) fn take(bytes: usize) -> Result<Self, JsValue> {
        let texts = Self { area: AREA.take(), used: bytes };
        if bytes <= texts.area.len() {
            return Ok(texts);
        }
        Err(error(PROTOCOL_VIOLATION, &format!("{bytes} bytes of text were announced, but there is no such area")))
    }

    /// The text as a whole.
    pub(crate) fn as_str(&self) -> Result<&str, JsValue> {
        let bytes = self.area.get(..self.used).unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| error(PROTOCOL_VIOLATION, "a text is not UTF-8"))
    }
}

impl Drop for Texts {
    fn drop(&mut self) {
        let area = std::mem::take(&mut self.area);
        if area.len() <= KEPT {
            // One that was made meanwhile is as good, but only one is kept.
            AREA.set(area);
        }
    }
}

/// A reply to write the result of a synchronous call to.
pub(crate) fn take_reply() -> Reply {
    REPLY.take()
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
