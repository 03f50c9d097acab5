//! Renders components with a few functions of the page (`page/gallery.js`), in place of Blazor's renderer.
//!
//! None of them waits or fails: if the page has been closed, there is nothing to render.

use interop_core::{ElementReference, InteropObject, JsRuntime, ObjectReference};

/// An element of the page that a component updates.
#[derive(Clone, Debug)]
pub struct Element {
    js: JsRuntime,
    reference: ElementReference,
}

impl Element {
    /// The element that has the attribute for this id.
    pub fn new(js: &JsRuntime, id: &str) -> Self {
        Self { js: js.clone(), reference: ElementReference::new(id) }
    }

    /// The reference that JavaScript receives as the element itself.
    pub fn reference(&self) -> &ElementReference {
        &self.reference
    }

    /// Replaces the element's text.
    pub fn set_text(&self, text: &str) {
        let _ = self.js.send("gallery.setText", (&self.reference, text));
    }

    /// Sets a property of the element's style.
    pub fn set_style(&self, property: &str, value: &str) {
        let _ = self.js.send("gallery.setStyle", (&self.reference, property, value));
    }

    /// Adds a line to the result of the section that contains this element.
    pub fn show(&self, text: &str) {
        let _ = self.js.send("gallery.show", (&self.reference, text));
    }
}

/// Makes the element with this id a component: its buttons and inputs call the object.
pub fn mount<T: InteropObject>(js: &JsRuntime, id: &str, component: impl Into<ObjectReference<T>>) {
    let _ = js.send("gallery.mount", (ElementReference::new(id), component.into()));
}

/// Notifies the page that all its components have been created.
pub fn ready(js: &JsRuntime) {
    let _ = js.send("gallery.ready", ());
}
