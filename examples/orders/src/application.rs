//! The routes and options of the application.

use std::path::PathBuf;

use axum::Router;
use axum::routing::post;
use interop_server::{Server, ServerOptions};
use tower_http::services::ServeDir;

use crate::caller::policies;
use crate::login::Login;
use crate::store::Store;
use crate::{login, page};

/// What the command line decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder with the WebAssembly module of the domain.
    pub module: Option<PathBuf>,
}

/// The application on this store: its server of circuits, and all of its routes.
pub fn application(store: &Store, options: Options) -> (Server, Router) {
    let sessions = store.clone();
    let server = Server::new(
        ServerOptions::new()
            .state(store.clone())
            .state(options.clone())
            .layer(policies())
            .announce_contract(include_str!("../contract.json"))
            .on_request(move |request| login::authenticate(sessions.clone(), request)),
    );
    let mut routes = Router::new()
        .route("/login", post(login::log_in))
        .route("/logout", post(login::log_out))
        .fallback(page::file)
        .with_state(Login { store: store.clone(), circuits: server.circuits().clone() })
        .merge(server.router());
    if let Some(folder) = options.module {
        routes = routes.nest_service("/domain", ServeDir::new(folder));
    }
    (server, routes)
}
