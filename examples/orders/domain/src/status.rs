use std::fmt;

use interop_core::js_invokable;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Placed,
    Packed,
    Shipped,
    Delivered,
    Cancelled,
}

/// What a user is in the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Buys, and sees their own orders.
    Customer,
    /// Sees all orders, and moves them on.
    Staff,
}

/// A status or a role that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no `{0}`")]
pub struct UnknownName(String);

/// The statuses that a user with this role can give to an order next: the buttons of the page, and the rule of the server.
#[js_invokable]
pub fn steps(status: Status, role: Role) -> Vec<Status> {
    match (status, role) {
        (Status::Placed, Role::Customer) => vec![Status::Cancelled],
        (Status::Placed, Role::Staff) => vec![Status::Packed, Status::Cancelled],
        (Status::Packed, Role::Staff) => vec![Status::Shipped, Status::Cancelled],
        (Status::Shipped, Role::Staff) => vec![Status::Delivered],
        _ => Vec::new(),
    }
}

impl Status {
    const ALL: [Self; 5] = [Self::Placed, Self::Packed, Self::Shipped, Self::Delivered, Self::Cancelled];

    /// The name in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Packed => "packed",
            Self::Shipped => "shipped",
            Self::Delivered => "delivered",
            Self::Cancelled => "cancelled",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl TryFrom<String> for Status {
    type Error = UnknownName;

    fn try_from(name: String) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|status| status.name() == name).ok_or(UnknownName(name))
    }
}

impl TryFrom<String> for Role {
    type Error = UnknownName;

    fn try_from(name: String) -> Result<Self, UnknownName> {
        match &*name {
            "customer" => Ok(Self::Customer),
            "staff" => Ok(Self::Staff),
            _ => Err(UnknownName(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_can_only_cancel_what_is_not_packed_yet() {
        assert_eq!(steps(Status::Placed, Role::Customer), [Status::Cancelled]);
        for status in [Status::Packed, Status::Shipped, Status::Delivered, Status::Cancelled] {
            assert_eq!(steps(status, Role::Customer), []);
        }
    }

    #[test]
    fn staff_reach_delivery_and_nothing_follows_it() {
        let mut status = Status::Placed;
        let mut path = Vec::new();
        while let Some(&next) = steps(status, Role::Staff).first() {
            path.push(next);
            status = next;
        }
        assert_eq!(path, [Status::Packed, Status::Shipped, Status::Delivered]);
    }

    #[test]
    fn the_database_has_the_names_of_the_json() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_value(status).unwrap(), status.name());
            assert_eq!(Status::try_from(status.name().to_owned()).unwrap(), status);
        }
    }
}
