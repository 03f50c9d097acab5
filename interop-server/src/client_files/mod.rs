//! The JavaScript client as pages load it. Each file is one minified module, which is compressed in advance.
//!
//! `npm run bundle` in `interop-js` writes the files of `client/`, and a test there checks that they are up to date.
//! They are checked in, so that building the server requires Rust only.

mod coding;

use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    ORIGIN, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};

use self::coding::Coding;
use crate::origin::AllowedOrigins;

/// A file of the client.
pub(crate) struct ClientFile {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// The name that changes with the text.
    pub(crate) hashed_name: &'static str,
    /// Part of the name and of the tag.
    hash: &'static str,
    br: &'static [u8],
    gz: &'static [u8],
}

macro_rules! client_file {
    ($name:literal) => {
        ClientFile {
            name: concat!($name, ".js"),
            text: include_str!(concat!("../../client/", $name, ".js")),
            hashed_name: concat!($name, "-", include_str!(concat!("../../client/", $name, ".js.hash")), ".js"),
            hash: include_str!(concat!("../../client/", $name, ".js.hash")),
            br: include_bytes!(concat!("../../client/", $name, ".js.br")),
            gz: include_bytes!(concat!("../../client/", $name, ".js.gz")),
        }
    };
}

/// The script of a page: it connects to the server from which it was loaded and sets `DotNet`.
pub(crate) const PAGE_SCRIPT: ClientFile = client_file!("interop");

/// What the script of a page loads from the same folder when a page needs it for the first time. The script contains the
/// hashed name.
pub(crate) const SUPPLEMENT: ClientFile = client_file!("supplement");

/// The files that pages name: the script of a page, and the package for pages that connect themselves.
pub(crate) const ENTRIES: &[ClientFile] = &[PAGE_SCRIPT, client_file!("index")];

/// Which of its two names was used to request a file. It determines how long a browser may cache the file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Name {
    /// The name stays the same when the text changes, so browsers have to revalidate it each time.
    Stable,
    /// The name changes with the text, so browsers never have to revalidate it.
    Hashed,
}

impl Name {
    pub(crate) const fn cache_control(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Stable => "no-cache",
            Self::Hashed => "public, max-age=31536000, immutable",
        })
    }
}

impl ClientFile {
    /// Responds with the file in the best coding that the browser accepts, or that the browser already has it. Pages of
    /// origins that may connect may also load it, which the response must state because it is a module.
    pub(crate) fn respond(&self, name: Name, request: &HeaderMap, origins: &AllowedOrigins) -> Response {
        let coding = coding::preferred(list(request, ACCEPT_ENCODING));
        let description = Description {
            content_type: HeaderValue::from_static("text/javascript; charset=utf-8"),
            cache_control: name.cache_control(),
            tag: &self.tag(coding),
        };
        let mut response = respond(&description, request, origins, || match coding {
            Coding::Brotli => self.br.into_response(),
            Coding::Gzip => self.gz.into_response(),
            Coding::Identity => self.text.into_response(),
        });
        response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(token) = coding.token()
            && response.status() == StatusCode::OK
        {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        response
    }

    /// Each coding has its own tag, because caches compare stored responses byte for byte.
    fn tag(&self, coding: Coding) -> String {
        match coding.token() {
            Some(token) => format!("\"{}-{token}\"", self.hash),
            None => format!("\"{}\"", self.hash),
        }
    }
}

/// What the headers of a response say about a file.
pub(crate) struct Description<'a> {
    pub(crate) content_type: HeaderValue,
    pub(crate) cache_control: HeaderValue,
    pub(crate) tag: &'a str,
}

/// A file, or that the client has it already. Pages of origins that may connect may also read it.
pub(crate) fn respond(
    description: &Description<'_>,
    request: &HeaderMap,
    origins: &AllowedOrigins,
    content: impl FnOnce() -> Response,
) -> Response {
    let Description { content_type, cache_control, tag } = description;
    let known = list(request, IF_NONE_MATCH).map(|known| known.trim_start_matches("W/"));
    let mut response = if known.into_iter().any(|known| known == "*" || known == *tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content()
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, content_type.clone());
    headers.insert(CACHE_CONTROL, cache_control.clone());
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(tag) = HeaderValue::try_from(*tag) {
        headers.insert(ETAG, tag);
    }
    if origins.any {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    } else if origins.lists_any() {
        // A cache must not return the response for one origin to another origin.
        headers.append(VARY, HeaderValue::from_static("origin"));
        let origin = request.get(ORIGIN).filter(|origin| origin.to_str().is_ok_and(|origin| origins.lists(origin)));
        if let Some(origin) = origin {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        }
    }
    response
}

/// The elements of a header that is a comma-separated list and may be repeated.
fn list(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}
