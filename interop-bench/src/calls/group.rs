//! Row 15: one message to a group of 1 000 clients, against an axum server that writes the same frame to each of its 1 000.
//!
//! The message is small, so what is measured is what the group adds to the writes.

use std::net::SocketAddr;
use std::sync::mpsc;

use interop_core::Groups;
use tokio::sync::mpsc::UnboundedSender;

use super::Comparison;
use crate::table::Target;
use crate::timing::{Batch, across_threads};
use crate::web_socket::{Client, Endpoint, Fanout, OwnRuntime};

const MEMBERS: usize = 1000;

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![Comparison {
        id: "15",
        what: "a message to a group of 1 000 clients / an axum server that writes the frame 1 000 times",
        ours: || send_to_group(MEMBERS),
        peer: || write_to_each(MEMBERS),
        target: Target::AtMost(1.5),
    }]
}

fn send_to_group(members: usize) -> Batch {
    let groups = Groups::new();
    let (announce, joined) = mpsc::channel();
    let server = OwnRuntime::start(Endpoint::group(groups.clone(), announce)).expect("a port is free");
    let clients = connect(Endpoint::Circuits, server.address, members);
    assert_eq!(joined.iter().take(members).count(), members);
    distribute(server, clients, move |text| groups.send("group", "orders.changed", (text,)).expect("it is a text"))
}

fn write_to_each(members: usize) -> Batch {
    let (fanout, frames): (Fanout, UnboundedSender<String>) = Fanout::new(members);
    let server = OwnRuntime::start(fanout.serve()).expect("a port is free");
    let clients = connect(Endpoint::SmallEcho, server.address, members);
    distribute(server, clients, move |text| {
        frames.send(format!("[\"event\",\"orders.changed\"]\n[\"{text}\"]")).expect("the server runs");
    })
}

fn connect(endpoint: Endpoint, address: SocketAddr, members: usize) -> Vec<Client> {
    (0..members).map(|_| endpoint.connect(address)).collect()
}

/// Sends something, and waits until all clients have it.
fn distribute(server: OwnRuntime, mut clients: Vec<Client>, send: impl Fn(&str) + 'static) -> Batch {
    across_threads(move |calls| {
        let _runs = &server;
        for _ in 0..calls {
            send("the order has been shipped");
            for client in &mut clients {
                client.receive_one(|frame| assert!(frame.starts_with(b"[\"event\"")));
            }
        }
    })
}
