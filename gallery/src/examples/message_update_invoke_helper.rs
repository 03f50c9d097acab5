//! A helper class that invokes an action.

use interop_core::host::{MaybeSend, MaybeSync};
use interop_core::{interop_object, js_invokable};

/// Lets JavaScript invoke an action of a component.
pub struct MessageUpdateInvokeHelper<Action> {
    action: Action,
}

impl<Action> MessageUpdateInvokeHelper<Action> {
    /// Creates a helper for this action.
    pub fn new(action: Action) -> Self {
        Self { action }
    }
}

#[interop_object]
impl<Action> MessageUpdateInvokeHelper<Action>
where
    Action: Fn() + MaybeSend + MaybeSync + 'static,
{
    /// Invokes the action.
    #[js_invokable(name = "UpdateMessageCaller")]
    pub fn update_message_caller(&self) {
        (self.action)();
    }
}
