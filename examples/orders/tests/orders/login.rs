//! The routes for sessions.

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Request, Response, StatusCode};
use orders::store::Store;
use orders::{Options, application};
use serde_json::json;
use tower::ServiceExt as _;

async fn routes() -> (Store, Router) {
    let store = Store::temporary().await.unwrap();
    let (_, routes) = application(&store, Options::default());
    (store, routes)
}

async fn log_in(routes: &Router, name: &str, password: &str) -> Response<Body> {
    let body = json!({ "name": name, "password": password }).to_string();
    let request = Request::post("/login").header(CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap();
    routes.clone().oneshot(request).await.unwrap()
}

#[tokio::test]
async fn the_right_password_starts_a_session_that_ends_with_the_logout() {
    let (store, routes) = routes().await;
    let response = log_in(&routes, "amy", "demo").await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap();
    let token = cookie.strip_prefix("session=").unwrap();
    assert_eq!(store.user(token).await.unwrap().unwrap().name, "amy");

    let request = Request::post("/logout").header(COOKIE, cookie).body(Body::empty()).unwrap();
    assert_eq!(routes.clone().oneshot(request).await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(store.user(token).await.unwrap(), None);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_have_the_same_answer() {
    let (_store, routes) = routes().await;
    for (name, password) in [("amy", "wrong"), ("amy", ""), ("nobody", "demo")] {
        let response = log_in(&routes, name, password).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        assert!(!response.headers().contains_key(SET_COOKIE));
    }
}

#[tokio::test]
async fn the_page_is_part_of_the_program() {
    let (_store, routes) = routes().await;
    let get = async |path: &str| routes.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let page = get("/").await;
    assert_eq!((page.status(), page.headers()[CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, "text/html"));
    assert_eq!(get("/missing.js").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get("/../Cargo.toml").await.status(), StatusCode::NOT_FOUND);
}
