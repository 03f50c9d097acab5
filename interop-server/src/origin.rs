//! Decides which pages may connect.
//!
//! A browser lets every page connect to every server and sends the user's cookies along; only the `Origin` header
//! says which page it was. So foreign origins are refused unless the application allows them. Programs that are not
//! browsers send no `Origin` and can claim any: they pass.

use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use url::Url;

use crate::host::{RequestHost, parse_host};
use crate::options_error::Problems;

/// The option that lists origins.
pub(crate) const OPTION: &str = "allow_origin";

/// The option that requires TLS.
pub(crate) const HTTPS_OPTION: &str = "require_https_origin";

/// The origins that may connect in addition to the server's own.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowedOrigins {
    /// All origins may connect.
    pub(crate) any: bool,
    /// The pages of the server's own host must be loaded over TLS.
    pub(crate) own_over_https: bool,
    listed: Vec<String>,
}

/// The decision about a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OriginDecision {
    Allowed,
    /// The origin is not listed.
    Foreign,
    /// The page was loaded from the server's own host without TLS.
    OwnWithoutTls,
}

impl AllowedOrigins {
    pub(crate) fn add(&mut self, origin: String) {
        self.listed.push(origin);
    }

    /// Reports origins that no page has.
    pub(crate) fn check(&self, problems: &mut Problems) {
        for origin in &self.listed {
            if let Err(reason) = check_origin(origin) {
                problems.add(OPTION, reason);
            }
        }
    }

    /// Decides whether the page that sent these headers to this host may connect. The host is `None` if the request
    /// contains none that can be read.
    pub(crate) fn decide(&self, headers: &HeaderMap, host: Option<&RequestHost>) -> OriginDecision {
        if self.any {
            return OriginDecision::Allowed;
        }
        let mut origins = headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else { return OriginDecision::Allowed };
        // Browsers send a single one.
        let (Ok(origin), None) = (origin.to_str(), origins.next()) else { return OriginDecision::Foreign };
        if self.lists(origin) {
            return OriginDecision::Allowed;
        }
        match host.and_then(|host| own_scheme(origin, host)) {
            Some(Scheme::Https) => OriginDecision::Allowed,
            Some(Scheme::Http) if !self.own_over_https => OriginDecision::Allowed,
            Some(Scheme::Http) => OriginDecision::OwnWithoutTls,
            None => OriginDecision::Foreign,
        }
    }

    /// Whether the response to a request depends on its origin.
    pub(crate) fn lists_any(&self) -> bool {
        !self.listed.is_empty()
    }

    /// Whether an origin is listed.
    pub(crate) fn lists(&self, origin: &str) -> bool {
        self.listed.iter().any(|listed| listed == origin)
    }
}

enum Scheme {
    Http,
    Https,
}

/// The scheme of an origin that has the host to which the request was sent. The server cannot compare schemes, because
/// it does not know its own scheme behind a proxy.
fn own_scheme(origin: &str, host: &RequestHost) -> Option<Scheme> {
    let url = Url::parse(origin).ok()?;
    let (scheme, default_port) = match url.scheme() {
        "http" => (Scheme::Http, 80),
        "https" => (Scheme::Https, 443),
        _ => return None,
    };
    let is_origin = url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    let same_host = parse_host(url.host_str()?)? == host.host;
    let same_port = url.port().unwrap_or(default_port) == host.port_or(default_port);
    (is_origin && same_host && same_port).then_some(scheme)
}

/// Checks that a page can have this origin, in the form in which a browser writes it.
fn check_origin(written: &str) -> Result<(), String> {
    match written {
        "*" => return Err("`*` is not an origin; `allow_any_origin` lets the pages of every origin connect".to_owned()),
        "null" => {
            return Err(
                "`null` is the origin of every sandboxed frame and local file, no matter who wrote it; serve the \
                        page from an origin of its own, or use `allow_any_origin`"
                    .to_owned(),
            );
        }
        _ => {}
    }
    if written.contains('*') {
        return Err(format!("`{written}` matches no page: origins are compared as a whole; list each of them"));
    }
    let has_scheme = written.contains("://");
    let url = Url::parse(written).ok().filter(|url| has_scheme && !url.cannot_be_a_base());
    let Some(url) = url else {
        let with_scheme = format!("https://{}", written.trim().trim_start_matches('/'));
        let fix = Url::parse(&with_scheme).ok().filter(|_| !has_scheme).map_or_else(
            || "`https://app.example`".to_owned(),
            |url| format!("`{}`", url.origin().ascii_serialization()),
        );
        return Err(format!("`{written}` is not an origin (a scheme, a host and an optional port); write it as {fix}"));
    };
    let origin = match url.scheme() {
        "http" | "https" => url.origin().ascii_serialization(),
        "file" => return Err("a local file has the origin `null`; serve the page from a server".to_owned()),
        scheme @ ("ws" | "wss" | "ftp") => {
            let page = if scheme == "wss" { "https" } else { "http" };
            let fix =
                Url::parse(&format!("{page}://{}", url.authority())).map(|url| url.origin().ascii_serialization());
            let fix = fix.unwrap_or_else(|_| format!("{page}://app.example"));
            return Err(format!("no page is loaded over `{scheme}`; write the origin of the page, such as `{fix}`"));
        }
        // Applications with their own browser, and extensions, define their own schemes and hosts.
        scheme => {
            let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
            format!("{scheme}://{}{port}", url.host_str().unwrap_or_default())
        }
    };
    if url.host_str().is_none_or(str::is_empty) || url.port() == Some(0) {
        return Err(format!("`{written}` matches no page: it has no host, or its port is 0"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // The text is not repeated, because it may be a password.
        return Err(format!("an origin has no user and no password; write `{origin}`"));
    }
    if origin == written {
        return Ok(());
    }
    Err(format!(
        "`{written}` matches no page: browsers send it as `{origin}`, without path and default port, in lower case and \
         with non-ASCII names in punycode"
    ))
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use axum::http::header::HOST;

    use super::*;

    fn decide(allowed: &AllowedOrigins, host: &str, origin: &str) -> OriginDecision {
        let request = Request::builder().header(HOST, host).header(ORIGIN, origin).body(()).unwrap().into_parts().0;
        allowed.decide(&request.headers, RequestHost::of(&request.uri, &request.headers, false).ok().as_ref())
    }

    fn allows(allowed: &AllowedOrigins, host: &str, origin: &str) -> bool {
        decide(allowed, host, origin) == OriginDecision::Allowed
    }

    fn problem(origin: &str) -> Option<String> {
        let mut problems = Problems::default();
        let mut origins = AllowedOrigins::default();
        origins.add(origin.to_owned());
        origins.check(&mut problems);
        problems.into_error().problems().next().map(|problem| problem.reason().to_owned())
    }

    #[test]
    fn the_own_origin_is_the_host_that_was_asked() {
        let own = AllowedOrigins::default();
        for (host, origin) in [
            ("example.com", "https://example.com"),
            ("example.com", "http://example.com"),
            ("Example.com:443", "https://example.COM"),
            ("example.com:80", "http://example.com"),
            ("example.com.", "https://example.com."),
            ("localhost:3000", "http://localhost:3000"),
            ("[::1]:3000", "http://[::1]:3000"),
        ] {
            assert!(allows(&own, host, origin), "{origin} at {host}");
        }
        for origin in [
            "https://evil.example",
            "https://example.com.evil.example",
            "https://evil-example.com",
            "https://example.com@evil.example",
            "https://user@example.com",
            "https://example.com/path",
            "https://example.com:8443",
            "ftp://example.com",
            "chrome-extension://example.com",
            "null",
            "",
            "example.com",
            "//example.com",
        ] {
            assert!(!allows(&own, "example.com", origin), "{origin}");
        }
        assert!(!allows(&own, "example.com:80", "https://example.com"));
        assert!(!allows(&own, "localhost:3000", "http://localhost:3001"));
        assert!(!allows(&own, "", "http://"));
    }

    #[test]
    fn listed_origins_pass_in_addition_to_the_own_one() {
        let mut allowed = AllowedOrigins::default();
        allowed.add("https://app.example".to_owned());
        allowed.add("tauri://localhost".to_owned());
        assert!(allows(&allowed, "api.example", "https://app.example"));
        assert!(allows(&allowed, "api.example", "tauri://localhost"));
        assert!(allows(&allowed, "api.example", "https://api.example"));
        assert!(!allows(&allowed, "api.example", "http://app.example"));
        assert!(!allows(&allowed, "api.example", "https://app.example:8443"));
    }

    #[test]
    fn where_tls_is_required_the_own_page_must_have_come_over_it() {
        let mut allowed = AllowedOrigins { own_over_https: true, ..AllowedOrigins::default() };
        allowed.add("http://tool.example".to_owned());
        assert!(allows(&allowed, "app.example", "https://app.example"));
        assert_eq!(decide(&allowed, "app.example", "http://app.example"), OriginDecision::OwnWithoutTls);
        assert_eq!(decide(&allowed, "app.example", "http://evil.example"), OriginDecision::Foreign);
        assert!(allows(&allowed, "app.example", "http://tool.example"), "it was listed as it is");
    }

    #[test]
    fn requests_without_an_origin_pass_and_those_with_two_do_not() {
        let decide = |request: axum::http::request::Builder| {
            let request = request.body(()).unwrap().into_parts().0;
            AllowedOrigins::default()
                .decide(&request.headers, RequestHost::of(&request.uri, &request.headers, false).ok().as_ref())
        };
        assert_eq!(decide(Request::builder().header(HOST, "a")), OriginDecision::Allowed);
        let two = Request::builder().header(HOST, "a").header(ORIGIN, "http://a").header(ORIGIN, "http://b");
        assert_eq!(decide(two), OriginDecision::Foreign);
    }

    #[test]
    fn origins_that_a_page_can_have_are_accepted() {
        for origin in [
            "https://app.example",
            "http://app.example",
            "http://localhost:3000",
            "https://app.example:8443",
            "https://app.example.",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "https://xn--bcher-kva.example",
            "https://app.example:80",
            "http://app.example:443",
            "tauri://localhost",
            "chrome-extension://nngceckbapebfimnlniiiahkandclblb",
            "moz-extension://4a2b5f6e-0000-4000-8000-000000000000",
            "capacitor://localhost",
        ] {
            assert_eq!(problem(origin), None, "{origin}");
        }
    }

    #[test]
    fn origins_that_no_page_has_name_their_fix() {
        for (origin, fix) in [
            ("*", "`allow_any_origin`"),
            ("null", "`allow_any_origin`"),
            ("", "`https://app.example`"),
            ("https://app.example/", "as `https://app.example`,"),
            ("https://app.example/path", "as `https://app.example`,"),
            ("https://app.example?", "as `https://app.example`,"),
            ("https://app.example#top", "as `https://app.example`,"),
            ("https://app.example:443", "as `https://app.example`,"),
            ("http://app.example:80", "as `http://app.example`,"),
            ("http://app.example:", "as `http://app.example`,"),
            ("http://app.example:08080", "as `http://app.example:8080`,"),
            ("HTTPS://app.example", "as `https://app.example`,"),
            ("https://App.Example", "as `https://app.example`,"),
            (" https://app.example", "as `https://app.example`,"),
            ("https://app.example\n", "as `https://app.example`,"),
            ("https://app .example", "is not an origin"),
            ("https://bücher.example", "as `https://xn--bcher-kva.example`,"),
            ("http://[0:0::1]:3000", "as `http://[::1]:3000`,"),
            ("http://127.1", "as `http://127.0.0.1`,"),
            ("http://::1", "is not an origin"),
            ("https://user:secret@app.example", "no user and no password; write `https://app.example`"),
            ("https://*.app.example", "list each of them"),
            ("https://app.example:*", "list each of them"),
            ("app.example", "as `https://app.example`"),
            ("app.example:8443", "as `https://app.example:8443`"),
            ("localhost:3000", "as `https://localhost:3000`"),
            ("//app.example", "as `https://app.example`"),
            ("https:app.example", "is not an origin"),
            ("https://", "is not an origin"),
            ("https://app.example:99999", "is not an origin"),
            ("https://app.example:0", "matches no page"),
            ("ws://app.example:3000/", "such as `http://app.example:3000`"),
            ("wss://app.example", "such as `https://app.example`"),
            ("file:///index.html", "`null`"),
            ("tauri://", "matches no page"),
            ("tauri://localhost/", "as `tauri://localhost`,"),
            ("data:text/html,", "is not an origin"),
            ("blob:https://app.example/1", "is not an origin"),
            ("https://a.example, https://b.example", "is not an origin"),
            ("https://a.example https://b.example", "is not an origin"),
        ] {
            let problem = problem(origin).unwrap_or_else(|| panic!("{origin:?} is accepted"));
            assert!(problem.contains(fix), "{origin:?}: {problem}");
            assert!(!problem.contains("secret"), "{problem}");
        }
    }
}
