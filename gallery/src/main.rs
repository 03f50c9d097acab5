//! `cargo run -p gallery`: serves the gallery on this machine and prints its address.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Command, ExitCode};

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::routing::get;
use gallery::{examples, page};
use interop_core::{Circuit, CircuitOptions};
use interop_server::{Server, ServerOptions};
use tokio::net::TcpListener;

use crate::arguments::{HELP, Request, Settings};

mod arguments;

/// Scripts in attributes are what the article's examples use; everything comes from here.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
                              img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The exit status for a command line that asks for nothing we have.
const USAGE_ERROR: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let settings = match arguments::parse(std::env::args().skip(1)) {
        Ok(Request::Help) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(Request::Serve(settings)) => settings,
        Err(error) => {
            eprintln!("error: {error}\n\n{HELP}");
            return ExitCode::from(USAGE_ERROR);
        }
    };
    match serve(settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until the user stops it.
async fn serve(settings: Settings) -> io::Result<()> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
    let listener = TcpListener::bind(address).await.map_err(|error| {
        let text = format!("cannot listen on port {}: {error}; `--port` chooses another one", settings.port);
        io::Error::new(error.kind(), text)
    })?;
    let url = format!("http://{}/", listener.local_addr()?);
    println!("The gallery is at {url}");
    if settings.open {
        open(&url);
    }
    let server = Server::new(options());
    axum::serve(listener, application(&server))
        .with_graceful_shutdown(async move {
            // Without signals the program ends when it is killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            server.shutdown().await;
        })
        .await
}

fn options() -> ServerOptions {
    // Whoever looks at the examples wants to see why a call failed, in optimized builds too.
    let circuit = CircuitOptions { detailed_errors: true, ..CircuitOptions::default() };
    ServerOptions::new()
        .circuit(circuit)
        .on_connected(|circuit: Circuit| async move { examples::create_components(&circuit) })
}

/// The page, its files and the endpoint for circuits.
fn application(server: &Server) -> Router {
    let html = page::html();
    let page = get(async move || {
        ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, CONTENT_POLICY)], html)
    });
    let mut router = server.router().route("/", page);
    for file in page::files() {
        let headers =
            [(CONTENT_TYPE, file.media_type), (CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
        router = router.route(&format!("/{}", file.path), get(async move || (headers, file.text)));
    }
    router
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
