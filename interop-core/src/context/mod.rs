//! What methods take as parameters without an argument of the call: where the call comes from.

mod circuit;
mod js_runtime;
mod state;
mod this;

pub use self::circuit::Circuit;
pub use self::state::State;
pub use self::this::This;
