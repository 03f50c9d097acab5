//! Context parameters, which take no argument of the call.

mod call_info;
mod cancellation;
mod circuit;
mod from_call;
mod js_runtime;
mod required_states;
mod state;
mod this;

pub use self::call_info::CallInfo;
pub use self::cancellation::Cancellation;
pub use self::circuit::Circuit;
pub use self::from_call::{FromCall, FromCallAsync, IntoCallError};
pub use self::required_states::{MissingStates, RequiredStates};
pub use self::state::State;
pub use self::this::This;
