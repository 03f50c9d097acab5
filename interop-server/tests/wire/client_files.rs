//! The JavaScript client, as a browser loads it.

use std::collections::BTreeSet;
use std::path::Path;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use interop_server::{Server, ServerOptions};
use tower::ServiceExt as _;

pub(crate) async fn get(server: &Server, path: &str, known: Option<&str>) -> (u16, (HeaderMap, String)) {
    let router: Router = server.router();
    let mut request = Request::get(path).header("Host", "localhost");
    if let Some(tag) = known {
        request = request.header("If-None-Match", tag);
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, (headers, String::from_utf8(body.to_vec()).unwrap()))
}

#[tokio::test]
async fn every_module_of_the_client_is_served_as_it_is() {
    let server = Server::new(ServerOptions::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interop-js/src");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "js") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let (status, (headers, body)) = get(&server, &format!("/_interop/{name}"), None).await;
            assert_eq!(status, 200, "`{name}` is missing in `src/client_files.rs`");
            assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert!(body == std::fs::read_to_string(&path).unwrap(), "{name}");
            names.insert(name);
        }
    }
    assert!(names.contains("interop.js"), "{names:?}");
}

#[tokio::test]
async fn a_browser_that_has_the_file_gets_it_once() {
    let server = Server::new(ServerOptions::new());
    let path = "/_interop/interop.js";
    let (_, (headers, _)) = get(&server, path, None).await;
    let tag = headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(headers["cache-control"], "no-cache");
    for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
        let (status, (headers, body)) = get(&server, path, Some(&known)).await;
        assert_eq!((status, body.as_str()), (304, ""), "{known}");
        assert_eq!(headers["etag"], tag.as_str());
    }
    let (status, (_, body)) = get(&server, path, Some("\"other\"")).await;
    assert_eq!(status, 200);
    assert!(!body.is_empty());
}

#[tokio::test]
async fn the_routes_fit_into_an_application_with_state_of_its_own() {
    #[derive(Clone)]
    struct AppState(&'static str);

    async fn name(axum::extract::State(state): axum::extract::State<AppState>) -> &'static str {
        state.0
    }

    let app = Router::new()
        .route("/name", axum::routing::get(name))
        .merge(interop_server::router(ServerOptions::new()))
        .with_state(AppState("shop"));
    for (path, status) in [("/name", 200), ("/_interop/interop.js", 200), ("/_interop/other.js", 404)] {
        let request = Request::get(path).header("Host", "localhost").body(Body::empty()).unwrap();
        assert_eq!(app.clone().oneshot(request).await.unwrap().status(), status, "{path}");
    }
}
