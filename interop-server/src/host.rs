//! Determines the host that a request is for.
//!
//! Names are compared in the form in which the WHATWG URL standard serializes them, which is the form in which browsers send
//! them: ASCII in lower case, non-ASCII names in punycode, addresses in their shortest form.

use std::fmt;

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use url::Host;

/// The header in which a proxy passes the host that its client has requested.
const FORWARDED_HOST: &str = "x-forwarded-host";

/// The host and port that a request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestHost {
    pub(crate) host: Host,
    /// `None` if the request contains no port, which stands for the default port of its scheme.
    pub(crate) port: Option<u16>,
}

/// The request does not contain its host, or contains two different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoHost(pub(crate) &'static str);

impl RequestHost {
    /// Reads the host of a request: from the target, which contains it in HTTP/2 and in requests to proxies, and from
    /// the header `Host`. If both contain it, they must agree, because a proxy in front of this server may have checked
    /// either.
    pub(crate) fn of(target: &Uri, headers: &HeaderMap, forwarded: bool) -> Result<Self, NoHost> {
        if forwarded && headers.contains_key(FORWARDED_HOST) {
            return Self::forwarded(headers)
                .ok_or(NoHost("the header `X-Forwarded-Host` does not contain a valid host"));
        }
        let mut hosts = headers.get_all(HOST).iter();
        let header = match (hosts.next(), hosts.next()) {
            (None, _) => None,
            (Some(host), None) => {
                let host = host.to_str().ok().and_then(Self::parse);
                Some(host.ok_or(NoHost("the header `Host` does not contain a valid host"))?)
            }
            (Some(_), Some(_)) => return Err(NoHost("the request has more than one `Host` header")),
        };
        let target = target.authority().map(|authority| Self::parse(authority.as_str()));
        match (target, header) {
            (Some(None), _) => Err(NoHost("the target of the request does not name a host")),
            (None, None) => Err(NoHost("the request has no `Host` header")),
            (Some(Some(target)), Some(header)) if target != header => {
                Err(NoHost("the target of the request and its `Host` header name different hosts"))
            }
            (Some(Some(host)), _) | (None, Some(host)) => Ok(host),
        }
    }

    /// Each proxy appends the host that was requested from it, so the last value comes from the proxy nearest to this
    /// server. The client may have written the values before it.
    fn forwarded(headers: &HeaderMap) -> Option<Self> {
        let last = headers.get_all(FORWARDED_HOST).iter().next_back()?.to_str().ok()?;
        Self::parse(last.rsplit(',').next()?.trim())
    }

    /// Reads `host` or `host:port`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.rfind(':') {
            // The colons of an IPv6 address are inside its brackets.
            Some(colon) if !text.ends_with(']') => (&text[..colon], &text[colon + 1..]),
            _ => (text, ""),
        };
        let port = match port {
            "" => None,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            _ => return None,
        };
        Some(Self { host: parse_host(host)?, port })
    }

    /// The port, where `default` is the default port of the scheme.
    pub(crate) fn port_or(&self, default: u16) -> u16 {
        self.port.unwrap_or(default)
    }
}

impl fmt::Display for RequestHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.host.fmt(f)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

/// Reads a name or an address. A name may end with the dot of the root, which makes no difference.
pub(crate) fn parse_host(text: &str) -> Option<Host> {
    // Browsers resolve escapes before they send the name.
    if text.contains('%') {
        return None;
    }
    let host = Host::parse(text).ok()?;
    Some(match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(&name);
            if name.split('.').any(str::is_empty) {
                return None;
            }
            Host::Domain(name.to_owned())
        }
        address => address,
    })
}

/// Whether the name or address can only refer to the machine of the client: `localhost` and the names below it, which
/// browsers never look up, and the addresses of the loopback interface.
pub(crate) fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.to_canonical().is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn host(text: &str) -> Option<String> {
        RequestHost::parse(text).map(|RequestHost { host, port }| match port {
            Some(port) => format!("{host} {port}"),
            None => host.to_string(),
        })
    }

    #[test]
    fn a_host_is_read_as_browsers_write_it() {
        for (text, expected) in [
            ("example.com", "example.com"),
            ("Example.COM:8080", "example.com 8080"),
            ("example.com.", "example.com"),
            ("example.com.:80", "example.com 80"),
            ("example.com:", "example.com"),
            ("localhost:3000", "localhost 3000"),
            ("127.0.0.1:3000", "127.0.0.1 3000"),
            ("127.1", "127.0.0.1"),
            ("0x7f.1:1", "127.0.0.1 1"),
            ("[::1]", "[::1]"),
            ("[::1]:3000", "[::1] 3000"),
            ("[0:0:0:0:0:0:0:1]:3000", "[::1] 3000"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("a_b.example", "a_b.example"),
        ] {
            assert_eq!(host(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            ":80",
            ".",
            "..",
            ".localhost",
            "a..b",
            "a..",
            "::1",
            "[::1",
            "::1]",
            "[::1%25eth0]",
            "[fe80::1%eth0]",
            "user@example.com",
            "example.com/",
            "example.com/path",
            "http://example.com",
            "example.com:80:80",
            "example.com:port",
            "example.com:+80",
            "example.com:-1",
            "example.com:65536",
            "example.com, evil.example",
            "example.com evil.example",
            " example.com",
            "example.com ",
            "exa\tmple.com",
            "example.com\\",
            "example.com#a",
            "example.com?a",
            "%6cocalhost",
            "256.0.0.1",
            "1.2.3.4.5",
        ] {
            assert_eq!(host(text), None, "{text:?}");
        }
    }

    #[test]
    fn loopback_names_and_addresses() {
        for text in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "app.localhost",
            "a.b.localhost",
            "127.0.0.1",
            "127.255.255.254",
            "127.1",
            "2130706433",
            "[::1]",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(&parse_host(text).unwrap()), "{text}");
        }
        for text in [
            "example.com",
            "localhost.example.com",
            "evil-localhost",
            "notlocalhost",
            "localhos",
            "localhost.localdomain",
            "127.0.0.1.nip.io",
            "128.0.0.1",
            "0.0.0.0",
            "192.168.0.1",
            "[::]",
            "[::2]",
            "[::ffff:10.0.0.1]",
            "xn--localhost-9za",
        ] {
            assert!(!parse_host(text).is_some_and(|host| is_loopback(&host)), "{text}");
        }
    }

    fn of(target: &str, hosts: &[&str], forwarded: &[&str]) -> Result<String, NoHost> {
        let mut request = Request::builder().uri(target);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        for host in forwarded {
            request = request.header(FORWARDED_HOST, *host);
        }
        let request = request.body(()).unwrap().into_parts().0;
        RequestHost::of(&request.uri, &request.headers, !forwarded.is_empty()).map(|found| found.host.to_string())
    }

    #[test]
    fn the_host_comes_from_the_target_and_the_header_which_must_agree() {
        assert_eq!(of("/", &["a.example:80"], &[]).as_deref(), Ok("a.example"));
        assert_eq!(of("http://a.example/", &[], &[]).as_deref(), Ok("a.example"));
        assert_eq!(of("http://A.example:1/", &["a.EXAMPLE:1"], &[]).as_deref(), Ok("a.example"));
        for (target, hosts) in [
            ("/", &[][..]),
            ("/", &[""]),
            ("/", &["a.example", "a.example"]),
            ("/", &["a.example", "b.example"]),
            ("http://a.example/", &["b.example"]),
            ("http://localhost/", &["evil.example"]),
            ("http://localhost:1/", &["localhost:2"]),
            ("http://user@a.example/", &["a.example"]),
            ("http://user@a.example/", &[]),
        ] {
            assert!(of(target, hosts, &[]).is_err(), "{target} {hosts:?}");
        }
    }

    #[test]
    fn of_several_forwarded_hosts_the_nearest_proxy_wrote_the_last() {
        assert_eq!(of("/", &["inner"], &["app.example"]).as_deref(), Ok("app.example"));
        assert_eq!(of("/", &["inner"], &["evil.example, app.example"]).as_deref(), Ok("app.example"));
        assert_eq!(of("/", &["inner"], &["evil.example", "app.example"]).as_deref(), Ok("app.example"));
        assert!(of("/", &["inner"], &["evil.example,"]).is_err());
        // It is not trusted unless an option says so.
        let request = Request::builder().header(HOST, "inner").header(FORWARDED_HOST, "app.example").body(()).unwrap();
        let host = RequestHost::of(request.uri(), request.headers(), false).unwrap();
        assert_eq!(host.host.to_string(), "inner");
    }
}
