//! The scope of one export, from the call by JavaScript to its return.

use std::ops::Deref;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use crate::error::{LIMIT_EXCEEDED, error};
use crate::page::{self, Page};

/// JavaScript is inside an export. When it leaves the outermost export, it receives the messages that Rust has queued
/// in the meantime.
pub(crate) struct Entered(Rc<Page>);

impl Entered {
    /// Enters a circuit.
    pub(crate) fn new(circuit: u32) -> Result<Self, JsValue> {
        let page = page::reach(circuit)?;
        if page.enter() { Ok(Self(page)) } else { Err(too_deep(&page)) }
    }

    /// Leaves the circuit before the export ends.
    pub(crate) fn leave(self) -> Rc<Page> {
        Rc::clone(&self.0)
    }
}

impl Deref for Entered {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.0
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.0.leave();
    }
}

#[cold]
fn too_deep(page: &Page) -> JsValue {
    let levels = page.max_nested_calls;
    let text = format!(
        "calls between Rust and JavaScript are nested more than {levels} levels deep, the limit that \
         `WasmOptions::max_nested_calls` sets"
    );
    error(LIMIT_EXCEEDED, &text)
}
