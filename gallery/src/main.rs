//! `cargo run -p gallery`: serves the gallery on this machine and prints its address.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, ExitCode};

use clap::Parser as _;
use tokio::net::TcpListener;

use crate::application::{WASM_PATH, application};
use crate::arguments::Arguments;
use crate::site::wasm_site;

mod application;
mod arguments;
mod site;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    match (&arguments.wasm, &arguments.export) {
        (Some(module), Some(folder)) => {
            site::export(&wasm_site(module, None)?, folder)?;
            println!("The gallery is in {}: any static file server can serve it", folder.display());
            Ok(())
        }
        _ => serve(arguments).await,
    }
}

/// Serves until the user stops it.
async fn serve(arguments: Arguments) -> Result<(), String> {
    let wasm_site = arguments.wasm.map(|module| wasm_site(&module, Some("../"))).transpose()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| format!("cannot listen on port {}: {error}; `--port` chooses another one", arguments.port))?;
    let url = format!("http://{}", listener.local_addr().map_err(|error| error.to_string())?);
    let server_page = format!("{url}/");
    let wasm_page = wasm_site.is_some().then(|| format!("{url}{WASM_PATH}"));
    println!("The gallery is at {server_page}");
    if let Some(page) = &wasm_page {
        println!("With Rust in the page, it is at {page}");
    }
    if arguments.open {
        open(wasm_page.as_ref().unwrap_or(&server_page));
    }
    let server = application::server();
    axum::serve(listener, application(&server, wasm_site))
        .with_graceful_shutdown(async move {
            // Without a signal handler, the program runs until it is killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            server.shutdown(std::time::Duration::from_secs(1)).await;
        })
        .await
        .map_err(|error| error.to_string())
}

/// Opens the page in the user's browser.
fn open(url: &str) {
    let (program, args): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    if let Err(error) = Command::new(program).args(args).arg(url).spawn() {
        eprintln!("cannot open a browser with `{program}`: {error}");
    }
}
