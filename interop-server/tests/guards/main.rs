//! What stands between a client and the methods of a server: layers and policies.

#[path = "../wire/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol")]
mod client;
mod layers;
mod traces;

interop_core::assembly!("Wire");
