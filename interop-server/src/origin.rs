//! Which pages may connect.
//!
//! A browser lets every page connect to every server and sends the user's cookies along; only the `Origin` header
//! says which page it was. So foreign origins are refused unless the application allows them. Programs that are not
//! browsers send no `Origin` and can claim any: they pass.

use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;

/// The origins that may connect beside the server's own.
#[derive(Clone, Debug, Default)]
pub(crate) enum AllowedOrigins {
    /// None.
    #[default]
    Own,
    /// These.
    Listed(Vec<String>),
    /// All.
    Any,
}

impl AllowedOrigins {
    pub(crate) fn add(&mut self, origin: String) {
        match self {
            Self::Own => *self = Self::Listed(vec![origin]),
            Self::Listed(origins) => origins.push(origin),
            Self::Any => {}
        }
    }

    /// Whether the page that sent this request may connect.
    pub(crate) fn allow(&self, request: &Parts) -> bool {
        let mut origins = request.headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else { return true };
        if matches!(self, Self::Any) {
            return true;
        }
        // A browser sends one.
        let (Ok(origin), None) = (origin.to_str(), origins.next()) else { return false };
        is_own(origin, request)
            || matches!(self, Self::Listed(listed) if listed.iter().any(|known| known.eq_ignore_ascii_case(origin)))
    }
}

/// Whether the origin names the host that the request was sent to. The scheme cannot be compared: behind a proxy the
/// server does not know its own.
fn is_own(origin: &str, request: &Parts) -> bool {
    let Some((scheme, authority)) = origin.split_once("://") else { return false };
    let host = match request.headers.get(HOST) {
        Some(host) => host.to_str().ok(),
        // HTTP/2 has it in the target.
        None => request.uri.authority().map(axum::http::uri::Authority::as_str),
    };
    let default_port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let plain = |authority: &str| authority.strip_suffix(default_port).unwrap_or(authority).to_ascii_lowercase();
    host.is_some_and(|host| !host.is_empty() && plain(host) == plain(authority))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn allows(allowed: &AllowedOrigins, host: &str, origin: &str) -> bool {
        let request = Request::builder().header(HOST, host).header(ORIGIN, origin).body(()).unwrap();
        allowed.allow(&request.into_parts().0)
    }

    #[test]
    fn the_own_origin_is_the_host_that_was_asked() {
        let own = AllowedOrigins::Own;
        assert!(allows(&own, "example.com", "https://example.com"));
        assert!(allows(&own, "Example.com:443", "https://example.COM"));
        assert!(allows(&own, "localhost:3000", "http://localhost:3000"));
        assert!(allows(&own, "[::1]:3000", "http://[::1]:3000"));
        for origin in [
            "https://evil.example",
            "https://example.com.evil.example",
            "https://evil-example.com",
            "null",
            "",
            "example.com",
        ] {
            assert!(!allows(&own, "example.com", origin), "{origin}");
        }
        assert!(!allows(&own, "example.com", "https://example.com:8443"));
        assert!(!allows(&own, "localhost:3000", "http://localhost:3001"));
        assert!(!allows(&own, "", "http://"));
    }

    #[test]
    fn listed_origins_pass_beside_the_own_one() {
        let mut allowed = AllowedOrigins::Own;
        allowed.add("https://app.example".to_owned());
        assert!(allows(&allowed, "api.example", "https://app.example"));
        assert!(allows(&allowed, "api.example", "https://api.example"));
        assert!(!allows(&allowed, "api.example", "http://app.example"));
    }

    #[test]
    fn requests_without_an_origin_pass_and_those_with_two_do_not() {
        let without = Request::builder().header(HOST, "a").body(()).unwrap().into_parts().0;
        assert!(AllowedOrigins::Own.allow(&without));
        let two = Request::builder().header(HOST, "a").header(ORIGIN, "http://a").header(ORIGIN, "http://b");
        assert!(!AllowedOrigins::Own.allow(&two.body(()).unwrap().into_parts().0));
    }
}
