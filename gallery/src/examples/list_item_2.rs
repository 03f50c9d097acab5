//! A component that the page contains several times. Each is assigned to a property of its element.

use interop_core::{JsRuntime, ObjectReference, interop_object, js_invokable};

use crate::render::Element;

/// One item of the list.
pub struct ListItem2 {
    message: Element,
    hint: Element,
}

impl ListItem2 {
    /// The component of the list item with this id, as it is first rendered, assigned to its element.
    pub fn create(js: &JsRuntime, id: &str) {
        let message = Element::new(js, &format!("{id}-message"));
        let hint = Element::new(js, &format!("{id}-hint"));
        message.set_text("Select one of these list items.");
        hint.set_style("display", "inline-block");
        let element = message.reference().clone();
        let item = ObjectReference::new(Self { message, hint });
        // If the page has been closed, there is nothing to render.
        let _ = js.send("assignDotNetHelper", (element, item));
    }
}

#[interop_object]
impl ListItem2 {
    /// Called by JavaScript when the element is selected.
    #[js_invokable(name = "UpdateMessage")]
    pub fn update_message(&self) {
        self.message.set_text("UpdateMessage Called!");
        self.hint.set_style("display", "none");
    }
}
