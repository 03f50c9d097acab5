//! `cargo run -p orders`: serves the shop on this machine and prints its address.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser;
use orders::store::Store;
use orders::{Options, application};
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// A shop's orders, on the libraries that call Rust from JavaScript
#[derive(Debug, Parser)]
struct Arguments {
    /// The port to listen on; 0 selects a free one
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The folder for the database and the attached files; without it, they last as long as the program
    #[arg(long)]
    data: Option<PathBuf>,
    /// The folder with the WebAssembly module of the domain, as `cargo xtask wasm orders-domain --release` builds it; without
    /// it, the page asks the server for prices
    #[arg(long)]
    module: Option<PathBuf>,
}

/// How long running calls may take when the program ends.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let arguments = Arguments::parse();
    let store = match &arguments.data {
        Some(folder) => Store::open(folder).await?,
        None => Store::temporary().await?,
    };
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on port {}; `--port` chooses another one", arguments.port))?;
    println!("The shop is at http://localhost:{}", listener.local_addr()?.port());
    println!("Log in as amy or rory, who buy, or as river, who sends. The password is demo.");
    let (server, routes) = application(&store, Options { module: arguments.module });
    let ending = store.clone();
    axum::serve(listener, routes)
        .with_graceful_shutdown(async move {
            // Without a signal handler, the program runs until it is killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            tracing::info!("shutting down: running calls may complete");
            // What pages follow would otherwise run until the end of the grace.
            ending.end_changes();
            server.shutdown(GRACE).await;
        })
        .await?;
    store.close().await;
    Ok(())
}
