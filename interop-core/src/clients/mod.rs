//! Clients as a population: all of them, those of one user, and groups.

mod backend;
mod circuits;
mod groups;
mod local_groups;
mod recipients;
mod users;

pub use self::backend::GroupBackend;
pub use self::circuits::Circuits;
pub use self::groups::{Groups, MAX_GROUP_NAME_BYTES};
pub use self::local_groups::LocalGroups;
pub use self::recipients::Recipients;
pub(crate) use self::users::{NewUsers, users};
