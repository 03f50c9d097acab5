//! The memory of the reply that was dropped last on a thread, for the next reply.
//!
//! An awaited call has a reply of its own, which the host drops after it has sent it. To allocate and to release it would be 90
//! of 1 400 instructions of a small call. In a page, whose calls cost more for other reasons, nothing is kept.

use std::cell::Cell;

/// The room of a new text, in bytes.
const NEW_BYTES: usize = 64;

/// Texts with more room are released. A circuit is charged for the room of its replies, so a short text must not get much.
const MAX_BYTES: usize = 256;

thread_local! {
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// An empty text with room for a short one.
#[inline]
pub(super) fn take() -> Vec<u8> {
    if cfg!(target_arch = "wasm32") {
        return Vec::with_capacity(NEW_BYTES);
    }
    // There is none in destructors that run at the end of the thread.
    let spare = SPARE.try_with(Cell::take).unwrap_or_default();
    if spare.capacity() == 0 { Vec::with_capacity(NEW_BYTES) } else { spare }
}

/// Keeps the memory of a text that is not needed any more.
#[inline]
pub(super) fn keep(mut text: Vec<u8>) {
    if cfg!(not(target_arch = "wasm32")) && (NEW_BYTES..=MAX_BYTES).contains(&text.capacity()) {
        text.clear();
        // Otherwise it is dropped.
        let _ = SPARE.try_with(|spare| spare.set(text));
    }
}
