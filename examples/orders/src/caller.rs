//! Who calls: the parameters of methods that only some users can call.

use interop_core::{CallInfo, ClientError, FromCall};
use orders_domain::Role;

use crate::store::User;

/// A user with the role of staff.
#[derive(Clone, Debug)]
pub struct Staff(pub User);

/// Why a user cannot call a method.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum NotAllowed {
    /// Nobody has logged in.
    #[error("Log in first.")]
    Unauthenticated,
    /// Only staff can do this.
    #[error("Only staff can do this.")]
    Forbidden,
}

impl FromCall for User {
    type Refusal = NotAllowed;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, NotAllowed> {
        call.state::<Self>().map(|user| Self::clone(&user)).ok_or(NotAllowed::Unauthenticated)
    }
}

impl FromCall for Staff {
    type Refusal = NotAllowed;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, NotAllowed> {
        let user = User::from_call(call)?;
        if user.role == Role::Staff { Ok(Self(user)) } else { Err(NotAllowed::Forbidden) }
    }
}
