//! Serves the page and answers its calls.

use std::env;

use axum::Router;
use interop_server::ServerOptions;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;
// Links the methods that the page calls.
use {{crate}} as _;

/// The folder of the page.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/{{page}}");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = env::var("PORT").map_or(Ok(3000), |port| port.parse())?;
    let app = Router::new().merge(interop_server::router(ServerOptions::new())).fallback_service(ServeDir::new(PAGE));
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://localhost:{}", listener.local_addr()?.port());
    axum::serve(listener, app).await?;
    Ok(())
}
