//! How clients affect each other: calls must be answered in time, whatever else the server is busy with.

mod attack;
mod blocking;
mod methods;
mod quiet;
mod turns;

interop_core::assembly!("Fair");
