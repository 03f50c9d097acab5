//! The JavaScript client, as a browser loads it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use interop_server::Server;
use tower::ServiceExt as _;

pub(crate) async fn fetch(server: &Server, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap, Vec<u8>) {
    let router: Router = server.router();
    let request = Request::get(path).header("Host", "localhost");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
}

pub(crate) async fn status(server: &Server, path: &str) -> u16 {
    fetch(server, path, &[]).await.0
}

#[tokio::test]
async fn each_entry_of_the_client_is_one_module_that_imports_nothing() {
    let server = Server::new(crate::methods::options());
    for (name, text) in interop_server::client_files() {
        let (status, headers, body) = fetch(&server, &format!("/_interop/{name}"), &[]).await;
        assert_eq!(status, 200, "{name}");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers.get("content-encoding"), None);
        assert_eq!(body, text.as_bytes());
        assert!(!text.contains("from\"./"), "{name} imports another file");
    }
    let names: Vec<&str> = interop_server::client_files().map(|(name, _)| name).collect();
    assert!(
        matches!(names[..], ["interop.js", "index.js", supplement] if supplement.starts_with("supplement-")),
        "{names:?}"
    );
}

#[tokio::test]
async fn the_page_script_names_the_file_that_it_loads_on_first_use_and_browsers_keep_it() {
    let server = Server::new(crate::methods::options().allow_origin("https://other.example"));
    let files: Vec<(&str, &str)> = interop_server::client_files().collect();
    let [(_, script), _, (name, text)] = files[..] else { panic!("{} files", files.len()) };
    assert!(script.contains(&format!("./{name}")), "the page script does not name {name}");
    let path = format!("/_interop/{name}");
    for (coding, length) in [("identity", text.len()), ("gzip", text.len() / 2), ("br", text.len() / 2)] {
        let request = [("Accept-Encoding", coding), ("Origin", "https://other.example")];
        let (status, headers, body) = fetch(&server, &path, &request).await;
        assert_eq!(status, 200);
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(headers["content-type"], "text/javascript; charset=utf-8");
        assert_eq!(headers["access-control-allow-origin"], "https://other.example");
        assert!(body.len() <= length, "{coding}: {} bytes", body.len());
    }
    // A page of another version names another file, and learns that this server does not have it.
    assert_eq!(self::status(&server, "/_interop/supplement-0123456789abcdef.js").await, 404);
}

#[tokio::test]
async fn a_browser_that_accepts_compressed_files_gets_them() {
    let server = Server::new(crate::methods::options());
    let (_, _, plain) = fetch(&server, "/_interop/interop.js", &[]).await;
    for coding in ["br", "gzip"] {
        let (status, headers, body) = fetch(&server, "/_interop/interop.js", &[("Accept-Encoding", coding)]).await;
        assert_eq!((status, headers["content-encoding"].to_str().unwrap()), (200, coding));
        assert_eq!(headers["vary"], "accept-encoding");
        assert!(body.len() < plain.len() / 2, "{coding}: {} of {} bytes", body.len(), plain.len());
    }
}

#[tokio::test]
async fn a_browser_that_has_the_file_gets_it_once() {
    let server = Server::new(crate::methods::options());
    let path = "/_interop/interop.js";
    for coding in ["identity", "gzip", "br"] {
        let coding = ("Accept-Encoding", coding);
        let (_, headers, _) = fetch(&server, path, &[coding]).await;
        let tag = headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(headers["cache-control"], "no-cache");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"other\", {tag}"), "*".to_owned()] {
            let (status, headers, body) = fetch(&server, path, &[coding, ("If-None-Match", &known)]).await;
            assert_eq!((status, &*body), (304, &b""[..]), "{known}");
            assert_eq!(headers["etag"], tag.as_str());
        }
        let (status, _, body) = fetch(&server, path, &[coding, ("If-None-Match", "\"other\"")]).await;
        assert_eq!(status, 200);
        assert!(!body.is_empty());
    }
}

#[tokio::test]
async fn a_page_can_name_a_script_that_browsers_keep() {
    for (path, folder) in [("/_interop", "/_interop/"), ("/app/interop/", "/app/interop/"), ("/", "/")] {
        let server = Server::new(crate::methods::options().path(path));
        let script = server.page_script_path();
        assert!(script.starts_with(&format!("{folder}interop-")), "{script}");
        let (status, headers, body) = fetch(&server, &script, &[]).await;
        assert_eq!(status, 200, "{script}");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(body, fetch(&server, &format!("{folder}interop.js"), &[]).await.2);
    }
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
        .merge(interop_server::router(crate::methods::options()))
        .with_state(AppState("shop"));
    for (path, status) in [("/name", 200), ("/_interop/interop.js", 200), ("/_interop/other.js", 404)] {
        let request = Request::get(path).header("Host", "localhost").body(Body::empty()).unwrap();
        assert_eq!(app.clone().oneshot(request).await.unwrap().status(), status, "{path}");
    }
}
