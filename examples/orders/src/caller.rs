//! Who calls, and who may call what.

use interop_core::{CallError, CallInfo, CallLayer, FromCall, PolicyLayer};
use orders_domain::Role;

use crate::store::User;

/// Methods take the user who calls as a parameter: without one, they do not run.
impl FromCall for User {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        let user = call.state::<Self>().ok_or_else(|| CallError::new("unauthenticated", "Log in first."))?;
        Ok(Self::clone(&user))
    }
}

/// Decides about the words of `#[js_invokable(policy = "...")]`: the only one is `staff`.
pub fn policies() -> impl CallLayer {
    PolicyLayer::new(|call: &CallInfo<'_>, word: &str| match User::from_call(call)?.role {
        Role::Staff if word == "staff" => Ok(()),
        _ => Err(CallError::new("forbidden", "Only staff can do this.")),
    })
}
