//! A component that the page contains several times. Each passes a helper of its own to JavaScript.

use interop_core::{JsError, JsRuntime, ObjectReference, This, interop_object, js_invokable};

use super::message_update_invoke_helper::MessageUpdateInvokeHelper;
use crate::render::Element;

/// One item of the list.
pub struct ListItem1 {
    message: Element,
    button: Element,
}

impl ListItem1 {
    /// The component of the list item with this id, as it is first rendered.
    pub fn new(js: &JsRuntime, id: &str) -> Self {
        let message = Element::new(js, &format!("{id}-message"));
        let button = Element::new(js, &format!("{id}-button"));
        message.set_text("Select one of these list item buttons.");
        button.set_style("display", "inline-block");
        Self { message, button }
    }

    fn update_message(&self) {
        self.message.set_text("UpdateMessage Called!");
        self.button.set_style("display", "none");
    }
}

#[interop_object]
impl ListItem1 {
    /// `@onclick="InteropCall"`: JavaScript disposes of the helper.
    #[js_invokable(name = "InteropCall")]
    pub async fn interop_call(&self, this: This<Self>, js: JsRuntime) -> Result<(), JsError> {
        let item = This::into_inner(this);
        let helper = MessageUpdateInvokeHelper::new(move || item.update_message());
        js.invoke_void("updateMessageCaller", (ObjectReference::new(helper),)).await
    }
}
