//! Options for where the server is reached, and which pages can connect.

use super::ServerOptions;
use crate::allowed_hosts::AllowedHosts;
use crate::options_error::Problems;

/// Address, origins and hosts.
impl ServerOptions {
    /// The path of the server in the application. Clients connect to this path, and the JavaScript client is served at
    /// `interop.js` below it. Default: `/_interop`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Lets pages of another origin connect and load the JavaScript client from this server. By default, only pages
    /// loaded from the host that they connect to can connect, and programs that send no `Origin`. Browsers always send
    /// it.
    ///
    /// Write the origin as browsers send it: `https://app.example` or `http://localhost:5173`, without a path, in lower
    /// case, without the default port of its scheme, with non-ASCII names in punycode. An origin that no browser sends,
    /// such as `https://app.example/`, is an error of [`Server::try_new`](crate::Server::try_new) that contains the
    /// correct form.
    ///
    /// A refusal is logged at the level `WARN`, with the origin and the host.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.add(origin.into());
        self
    }

    /// Lets pages of every origin connect. Any site that a user visits can then call every method with that user's
    /// cookies, address and client certificate. The host is still checked, see [`allowed_hosts`](Self::allowed_hosts).
    pub fn allow_any_origin(mut self) -> Self {
        self.origins.any = true;
        self
    }

    /// Refuses pages of the server's own host that were loaded without TLS. Use it behind a proxy that terminates TLS,
    /// where the server itself sees only plain requests: an attacker between the user and the proxy can forge a page
    /// that is loaded without TLS. Origins of [`allow_origin`](Self::allow_origin) are allowed as they are listed.
    pub fn require_https_origin(mut self) -> Self {
        self.origins.own_over_https = true;
        self
    }

    /// The names under which the server is reached: `app.example`, `*.app.example` for every name below it, or an
    /// address. All requests for other hosts are refused with 403. Without this check, an attacker could point a domain
    /// to this server (DNS rebinding), and the attacker's page would have the same origin as the server.
    ///
    /// Write names in lower case, without scheme and port, IPv6 addresses in brackets, and non-ASCII names in punycode.
    /// An entry that cannot match any request is an error of [`Server::try_new`](crate::Server::try_new). Each call
    /// replaces the list. The server answers only to listed names; list `localhost` too if the server is also used from
    /// its own machine.
    ///
    /// Default: the names of the loopback interface (`localhost`, names below it, `127.0.0.0/8`, `[::1]`), and
    ///
    /// * if the application provides the address of the client
    ///   ([`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info)),
    ///   every host, for clients that are not on this machine; the first such request is logged at the level `WARN`;
    /// * otherwise, every IP address, because DNS rebinding needs a name.
    ///
    /// A server with a DNS name therefore has to list it, even if it listens only on the loopback interface behind a
    /// proxy that passes the name on. A refusal is logged at the level `WARN`.
    ///
    /// ```
    /// use interop_server::ServerOptions;
    ///
    /// let options = ServerOptions::new().allowed_hosts(["app.example", "*.tenants.example", "localhost"]);
    /// ```
    pub fn allowed_hosts<H: Into<String>>(mut self, hosts: impl IntoIterator<Item = H>) -> Self {
        self.hosts = AllowedHosts::Listed(hosts.into_iter().map(Into::into).collect());
        self
    }

    /// Answers to every host. Use it behind a proxy that refuses requests for unknown names itself.
    pub fn allow_any_host(mut self) -> Self {
        self.hosts = AllowedHosts::Any;
        self
    }

    /// Takes the host of a request from the header `X-Forwarded-Host`, if there is one. Use it only if clients cannot
    /// reach the server without a proxy that sets this header. If there are several values, the last one is used, which
    /// comes from the proxy nearest to the server. By default the header is ignored, since any client can send it.
    pub fn trust_forwarded_host(mut self) -> Self {
        self.forwarded_host = true;
        self
    }
}

/// Notes a path that no request can have. A route takes it literally, so it must be written as it comes in a request.
pub(super) fn check_path(path: &str, problems: &mut Problems) {
    if !path.starts_with('/') {
        return problems.add("path", format!("`{path}` does not begin with a slash; write `/{path}`"));
    }
    let in_requests = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
    let is_escape = |rest: &str| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    if !path.bytes().all(in_requests) || !path.split('%').skip(1).all(is_escape) {
        return problems
            .add("path", format!("`{path}` is in no request; write it as a browser sends it, percent-encoded"));
    }
    if path.split('/').any(|segment| matches!(segment, "." | "..") || segment.starts_with([':', '*'])) {
        problems.add("path", format!("`{path}` has a segment that is `.` or `..`, or begins with `:` or `*`"));
    }
}
