//! The session cookie: set when a user logs in, read when a page connects.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use interop_core::Circuits;
use interop_server::{Accepted, Refused};
use serde::Deserialize;

use crate::store::Store;

const SESSION: &str = "session";

/// What the routes need.
#[derive(Clone)]
pub(crate) struct Login {
    pub(crate) store: Store,
    pub(crate) circuits: Circuits,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    name: String,
    password: String,
}

/// `POST /login`
pub(crate) async fn log_in(
    State(Login { store, .. }): State<Login>,
    cookies: CookieJar,
    Json(credentials): Json<Credentials>,
) -> Response {
    match store.log_in(&credentials.name, credentials.password).await {
        Ok(Some(token)) => (cookies.add(cookie(token)), StatusCode::NO_CONTENT).into_response(),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "a login failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `POST /logout`
pub(crate) async fn log_out(State(login): State<Login>, cookies: CookieJar) -> Response {
    if let Some(session) = cookies.get(SESSION)
        && let Err(error) = end_session(&login, session.value()).await
    {
        tracing::error!(%error, "a logout failed");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    (cookies.remove(cookie(String::new())), StatusCode::NO_CONTENT).into_response()
}

/// Ends a session in all windows. Pages of other sessions of the user connect again.
async fn end_session(login: &Login, token: &str) -> sqlx::Result<()> {
    let user = login.store.user(token).await?;
    login.store.log_out(token).await?;
    for circuit in user.iter().flat_map(|user| login.circuits.of_user(&user.name)) {
        circuit.reconnect();
    }
    Ok(())
}

/// Finds the user of a page that connects, and attaches it to the circuit.
pub(crate) async fn authenticate(store: Store, request: Parts) -> Result<Accepted, Refused> {
    let cookies = CookieJar::from_headers(&request.headers);
    let not_logged_in = || Refused::unauthorized("Log in first.");
    let session = cookies.get(SESSION).ok_or_else(not_logged_in)?;
    match store.user(session.value()).await {
        Ok(Some(user)) => Ok(Accepted::new().user(&user.name).rate_key(user.name.clone()).state(user)),
        Ok(None) => Err(not_logged_in()),
        Err(error) => {
            tracing::error!(%error, "cannot find the user of a session");
            Err(Refused::unavailable("Try again later."))
        }
    }
}

fn cookie(token: String) -> Cookie<'static> {
    // Browsers keep `Secure` cookies of `localhost` too, where there is no TLS.
    Cookie::build((SESSION, token)).path("/").http_only(true).secure(true).same_site(SameSite::Strict).build()
}
