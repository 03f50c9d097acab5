//! What stands between a client and the methods of a server: layers and policies.

#[path = "../wire/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol")]
mod client;
mod layers;
mod spans;
mod states;
#[path = "../wire/subscribers.rs"]
mod subscribers;
mod traces;

/// Every test declares the states itself that its methods take.
fn declare_states(options: interop_server::ServerOptions) -> interop_server::ServerOptions {
    options
}

/// Declares all states, for tests with all methods.
fn all_states(options: interop_server::ServerOptions) -> interop_server::ServerOptions {
    options.connection_state::<states::Prices>().connection_state::<states::Undeclared>()
}

interop_core::assembly!("Wire");
