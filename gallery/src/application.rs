//! The routes of the program: the page of each host, and the endpoint for circuits.

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::Redirect;
use axum::routing::get;
use gallery::{examples, host, page};
use interop_core::Circuit;
use interop_server::{Server, ServerOptions};

use crate::site::{SiteFile, server_site};

/// The path of the WebAssembly page.
pub(crate) const WASM_PATH: &str = "/wasm/";

/// Allows scripts in attributes, which the article's examples use. Everything is loaded from this server.
const SERVER_POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
                             img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The same policy with WebAssembly allowed.
const WASM_POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; \
                           style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";

/// The server of the page's circuits.
pub(crate) fn server() -> Server {
    let options = ServerOptions::new()
        .circuit(host::circuit_options())
        .on_connected(|circuit: Circuit| async move { examples::create_components(&circuit) });
    Server::new(options)
}

/// All routes. Without a WebAssembly module, its page shows how to build one.
pub(crate) fn application(server: &Server, wasm_site: Option<Vec<SiteFile>>) -> Router {
    let router = server.router().merge(routes("/", server_site(), SERVER_POLICY));
    let router = router.route(WASM_PATH.trim_end_matches('/'), get(async || Redirect::permanent(WASM_PATH)));
    match wasm_site {
        Some(files) => router.merge(routes(WASM_PATH, files, WASM_POLICY)),
        None => router.route(
            WASM_PATH,
            get(async || (StatusCode::NOT_FOUND, [(CONTENT_TYPE, page::HTML)], page::WITHOUT_MODULE)),
        ),
    }
}

fn routes(path: &str, files: Vec<SiteFile>, policy: &'static str) -> Router {
    files.into_iter().fold(Router::new(), |router, file| {
        let headers = [
            (CONTENT_TYPE, file.media_type),
            (CONTENT_SECURITY_POLICY, policy),
            (CACHE_CONTROL, "no-cache"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ];
        let path = format!("{path}{}", file.served_path());
        router.route(&path, get(async move || (headers, file.content.clone())))
    })
}
