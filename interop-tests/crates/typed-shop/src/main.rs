//! Serves the methods on a free port of this machine and prints the address, until its input ends. The argument, if there is one,
//! is the hash of the contract that it announces, or `own` for the contract that it has, which it serves then. Pages of the
//! origin in `TYPED_SHOP_ORIGIN` may connect.

use std::io::Read as _;
use std::net::Ipv4Addr;

use interop_server::{Server, ServerOptions};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let options = match std::env::args().nth(1).as_deref() {
        None => ServerOptions::new(),
        Some("own") => ServerOptions::new().serve_contract(typed_shop::contract().to_json()),
        Some(hash) => ServerOptions::new().contract("Shop", hash),
    };
    let origin = std::env::var("TYPED_SHOP_ORIGIN").ok();
    let options = origin.into_iter().fold(options, ServerOptions::allow_origin);
    let server = Server::new(options);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    println!("http://{}/_interop", listener.local_addr()?);
    // The tests hold the other end: the server ends with them, however they end.
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    axum::serve(listener, server.router()).await
}
