//! A helper class that invokes an action.

use interop_core::{interop_object, js_invokable};

/// Lets JavaScript invoke an action of a component.
pub struct MessageUpdateInvokeHelper {
    action: Box<dyn Fn() + Send + Sync>,
}

impl MessageUpdateInvokeHelper {
    /// A helper for this action.
    pub fn new(action: impl Fn() + Send + Sync + 'static) -> Self {
        Self { action: Box::new(action) }
    }
}

#[interop_object]
impl MessageUpdateInvokeHelper {
    /// Invokes the action.
    #[js_invokable(name = "UpdateMessageCaller")]
    pub fn update_message_caller(&self) {
        (self.action)();
    }
}
