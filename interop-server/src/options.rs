//! What an application can choose.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::request::Parts;
use axum::response::IntoResponse;
use interop_core::host::SharedStates;
use interop_core::{Circuit, CircuitOptions, Registry, STREAM_CHUNK_BYTES};

use crate::allowed_hosts::AllowedHosts;
use crate::hooks::{Accepted, OnConnected, OnRequest};
use crate::options_error::{OptionsError, Problems};
use crate::origin::AllowedOrigins;
use crate::rate_limit::RateLimit;

/// What a frame holds beside its arguments or its bytes: the kind, ids and names.
const HEADER_ROOM: usize = 4096;

/// Longer times count as this, 30 years: added to the present, such a time may be more than a clock can hold.
const MAX_TIME: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The options of a server. Everything has a default. Times of zero are an error of
/// [`Server::try_new`](crate::Server::try_new) where nothing could work with them, and so is a
/// [`max_connections`](Self::max_connections) of 0; times longer than 30 years, such as [`Duration::MAX`], never end.
///
/// ```
/// use std::time::Duration;
/// use interop_core::CircuitOptions;
/// use interop_server::ServerOptions;
///
/// let options = ServerOptions::new()
///     .circuit(CircuitOptions::new().max_argument_bytes(1 << 20))
///     .allow_origin("https://app.example")
///     .max_connections(500)
///     .keep_alive(Duration::from_secs(5));
/// ```
#[derive(Clone)]
#[must_use]
pub struct ServerOptions {
    pub(crate) circuit: CircuitOptions,
    pub(crate) path: String,
    pub(crate) origins: AllowedOrigins,
    pub(crate) hosts: AllowedHosts,
    pub(crate) forwarded_host: bool,
    pub(crate) keep_alive: Duration,
    pub(crate) timeout: Duration,
    pub(crate) handshake_timeout: Duration,
    pub(crate) write_timeout: Duration,
    pub(crate) min_send_rate: u32,
    pub(crate) request_timeout: Duration,
    pub(crate) close_timeout: Duration,
    pub(crate) receive_timeout: Duration,
    pub(crate) min_receive_rate: u32,
    pub(crate) max_held_bytes: usize,
    max_frame_bytes: usize,
    pub(crate) max_connections: usize,
    pub(crate) max_blocking_threads: usize,
    pub(crate) rate_limit: Option<RateLimit>,
    registry: Option<Registry>,
    pub(crate) states: SharedStates,
    pub(crate) on_request: Option<OnRequest>,
    pub(crate) on_connected: Option<OnConnected>,
}

/// The least and the most that is reserved for what the circuit of a client holds.
const MIN_SHARE: usize = 8 * 1024;
const MAX_SHARE: usize = 64 * 1024;

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            circuit: CircuitOptions::default(),
            path: "/_interop".to_owned(),
            origins: AllowedOrigins::default(),
            hosts: AllowedHosts::default(),
            forwarded_host: false,
            keep_alive: Duration::from_secs(15),
            timeout: Duration::from_secs(30),
            handshake_timeout: Duration::from_secs(15),
            write_timeout: Duration::from_secs(30),
            min_send_rate: 32 * 1024,
            request_timeout: Duration::from_secs(10),
            close_timeout: Duration::from_secs(3),
            receive_timeout: Duration::from_secs(30),
            min_receive_rate: 4 * 1024,
            max_held_bytes: 1024 * 1024 * 1024,
            max_frame_bytes: 1024 * 1024,
            max_connections: 10_000,
            max_blocking_threads: 64,
            rate_limit: None,
            registry: None,
            states: SharedStates::default(),
            on_request: None,
            on_connected: None,
        }
    }
}

impl ServerOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The limits of each circuit, and how much its client learns about errors. Default: [`CircuitOptions::default`].
    pub fn circuit(mut self, options: CircuitOptions) -> Self {
        self.circuit = options;
        self
    }

    /// Where the server is in the application: clients connect to this path, and the JavaScript client is at
    /// `interop.js` below it. Default: `/_interop`.
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Lets the pages of another origin connect, and load the JavaScript client from this server. By default only pages
    /// that came from the host that they connect to may, and programs that send no `Origin`, which browsers always do.
    ///
    /// Written as browsers send it: `https://app.example` or `http://localhost:5173`, without a path, in lower case,
    /// without the default port of its scheme, with non-ASCII names in punycode. What no browser sends, such as
    /// `https://app.example/`, is an error of [`Server::try_new`](crate::Server::try_new) that names the right form.
    ///
    /// A refusal is logged at the level `WARN`, with the origin and the host.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.add(origin.into());
        self
    }

    /// Lets the pages of every origin connect. Any site that a user visits can then call every method with what identifies
    /// the user to this server: cookies, an address, a client certificate. The host is still checked, see
    /// [`allowed_hosts`](Self::allowed_hosts).
    pub fn allow_any_origin(mut self) -> Self {
        self.origins.any = true;
        self
    }

    /// Refuses pages of the server's own host that were loaded without TLS: for a server behind a proxy that does TLS, which
    /// sees only plain requests itself. Whoever is between the user and the proxy could have written such a page. Origins
    /// of [`allow_origin`](Self::allow_origin) pass as they are listed.
    pub fn require_https_origin(mut self) -> Self {
        self.origins.own_over_https = true;
        self
    }

    /// The names under which the server is reached: `app.example`, `*.app.example` for every name below it, an address.
    /// Requests for other hosts are refused with 403, those to connect and those for the files of the client. Without
    /// this, a page of an attacker's that lets its own name point to this server (DNS rebinding) has the same origin as
    /// the server.
    ///
    /// Written in lower case, without scheme and port, an IPv6 address in brackets, non-ASCII names in punycode. What no
    /// request can name is an error of [`Server::try_new`](crate::Server::try_new). Each call replaces the list. Only
    /// what is listed is answered; list `localhost` too if the server is also used from its own machine.
    ///
    /// Default: the names of the loopback interface (`localhost`, names below it, `127.0.0.0/8`, `[::1]`), and
    ///
    /// * if the application provides the client's address
    ///   ([`into_make_service_with_connect_info::<SocketAddr>`](axum::Router::into_make_service_with_connect_info)),
    ///   every host for clients that are not on this machine; the first such request is logged at the level `WARN`;
    /// * if it does not, every IP address, because an address cannot be pointed elsewhere.
    ///
    /// So a server that has a name in the DNS lists it, and so does one on the loopback interface behind a proxy that
    /// passes the name of its own on. A refusal is logged at the level `WARN`.
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

    /// Answers to every host: for a server whose proxy refuses requests for names that are not its own.
    pub fn allow_any_host(mut self) -> Self {
        self.hosts = AllowedHosts::Any;
        self
    }

    /// Takes the host of a request from the header `X-Forwarded-Host` if it has one: for a server that only a proxy can
    /// reach, which sets the header. Of several values the last one counts, which the proxy nearest to the server wrote.
    /// By default the header is ignored, since any client can send it.
    pub fn trust_forwarded_host(mut self) -> Self {
        self.forwarded_host = true;
        self
    }

    /// After how long a silence the server asks the client whether it is still there. Default: 15 seconds.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// After how long a silence of the other side the connection counts as lost, for both. At least twice
    /// [`keep_alive`](Self::keep_alive); less is taken as that. Every byte counts, also of a message that is still arriving. Default: 30 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long a new client may take to say hello. Default: 15 seconds.
    pub fn handshake_timeout(mut self, time: Duration) -> Self {
        self.handshake_timeout = time;
        self
    }

    /// How long a write may make no progress before the client is disconnected. Default: 30 seconds.
    ///
    /// Progress is a piece of 64 KiB or the rest of a message. A client that makes progress must also keep up with
    /// [`min_send_rate`](Self::min_send_rate).
    pub fn write_timeout(mut self, time: Duration) -> Self {
        self.write_timeout = time;
        self
    }

    /// The rate in bytes per second at which a client must at least take what is sent to it, on average over
    /// [`write_timeout`](Self::write_timeout). Only time in which the server has something to send and the connection takes
    /// nothing counts. A client that is slower is disconnected, so that it cannot hold memory for what waits to be sent.
    /// 0 accepts any rate. Default: 32 KiB per second, which delivers a result of 16 MiB in under nine minutes.
    pub fn min_send_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_send_rate = bytes_per_second;
        self
    }

    /// How long [`on_request`](Self::on_request) may take to decide; then the request is refused with 503 and the future is
    /// dropped. Until then the request counts as a connection. Default: 10 seconds.
    pub fn request_timeout(mut self, time: Duration) -> Self {
        self.request_timeout = time;
        self
    }

    /// How long the server waits for the client to answer the end of the connection. Default: 3 seconds.
    pub fn close_timeout(mut self, time: Duration) -> Self {
        self.close_timeout = time;
        self
    }

    /// How long a message from the client may take to arrive, counted from its first byte, in addition to the time that
    /// [`min_receive_rate`](Self::min_receive_rate) allows. A message that takes longer ends the connection with close code
    /// 4005. Default: 30 seconds.
    ///
    /// Messages of all fragments, and pings between them, count as one: nothing but the rest of the message helps.
    pub fn receive_timeout(mut self, time: Duration) -> Self {
        self.receive_timeout = time;
        self
    }

    /// The least rate at which a message from the client may arrive, in bytes per second, once
    /// [`receive_timeout`](Self::receive_timeout) has passed. 0 accepts any rate. Default: 4 KiB per second.
    pub fn min_receive_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_receive_rate = bytes_per_second;
        self
    }

    /// How many bytes all clients together may make the server hold: what
    /// [`CircuitOptions::max_held_bytes`] counts, and the buffers of connections. Default: 1 GiB.
    ///
    /// Each client has a share that is reserved while it is connected: half of this divided by
    /// [`max_connections`](Self::max_connections), but at least 8 KiB and at most 64 KiB, and 16 KiB for its connection. Beyond
    /// its share a client gets what the others have left. When seven eighths are in use, calls and results that do not fit
    /// into the share of their client fail with `limit_exceeded`, and a client that sends a large frame is disconnected with
    /// close code 1013; when no share is left, new clients are refused with 503. What user code stores itself is not
    /// counted.
    pub fn max_held_bytes(mut self, bytes: usize) -> Self {
        self.max_held_bytes = bytes;
        self
    }

    /// The longest frame that a client may send, and with it the largest answer to a call of JavaScript; a longer one ends
    /// the connection. Default: 1 MiB. At least what [`CircuitOptions::max_argument_bytes`] and a chunk of a stream take,
    /// and 4 KiB for what else is in a frame; less is taken as that.
    pub fn max_frame_bytes(mut self, bytes: usize) -> Self {
        self.max_frame_bytes = bytes;
        self
    }

    /// How many clients may be connected; further ones are refused with 503. Default: 10 000.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// How often the clients of one address, or of one user, may connect and call. Default: not limited.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// How many threads `#[js_invokable(blocking)]` methods of all clients may take, at least 1. Circuits with waiting work
    /// take turns for them, each with one call; [`CircuitOptions::max_blocking_calls`] limits the calls of each. The threads
    /// belong to the server and not to tokio, are started when they are needed, and end after ten idle seconds. Default: 64.
    pub fn max_blocking_threads(mut self, threads: usize) -> Self {
        self.max_blocking_threads = threads;
        self
    }

    /// The methods that clients can call. Default: [`Registry::linked`], everything that the program links.
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// A value of the application that the methods of all circuits take as [`State<T>`](interop_core::State). They share it.
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Decides about each request to connect, and gives its circuit what belongs to its user. The request is an ordinary
    /// HTTP request with cookies and headers; its extensions hold what the layers of the application put there. A
    /// refusal is any response.
    ///
    /// If the hook takes longer than [`request_timeout`](Self::request_timeout) or the server shuts down meanwhile, the
    /// request is refused with 503, and if it panics, with 500. In each case the future is dropped and the request no longer
    /// counts. Only a hook that blocks its thread cannot be stopped.
    ///
    /// ```
    /// use axum::http::{StatusCode, header::COOKIE, request::Parts};
    /// use interop_core::{State, js_invokable};
    /// use interop_server::{Accepted, ServerOptions};
    ///
    /// pub struct User { name: String }
    ///
    /// #[js_invokable(assembly = "Shop")]
    /// pub fn who_am_i(user: State<User>) -> String {
    ///     user.name.clone()
    /// }
    ///
    /// async fn find_user(cookie: &str) -> Option<User> {
    ///     // ... ask the database
    ///     # Some(User { name: cookie.to_owned() })
    /// }
    ///
    /// let options = ServerOptions::new().on_request(|request: Parts| async move {
    ///     let cookie = request.headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    ///     match find_user(cookie).await {
    ///         Some(user) => Ok(Accepted::new().state(user)),
    ///         None => Err(StatusCode::UNAUTHORIZED),
    ///     }
    /// });
    /// ```
    pub fn on_request<F, Fut, R>(mut self, hook: F) -> Self
    where
        F: Fn(Parts) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<Accepted, R>> + Send + 'static,
        R: IntoResponse + 'static,
    {
        self.on_request = Some(Arc::new(move |request| {
            let decision = hook(request);
            Box::pin(async move { decision.await.map_err(IntoResponse::into_response) })
        }));
        self
    }

    /// Runs for each circuit once its client is there: the place where Rust begins to call JavaScript. The future is
    /// dropped when the connection ends; spawn what has to live on.
    ///
    /// The future runs in a task of its own for as long as it takes: neither the circuit nor the connection waits for it, and
    /// when the connection has ended, nothing counts it. If it panics, that is logged at the level `ERROR` and the
    /// connection continues.
    ///
    /// ```
    /// use interop_core::Circuit;
    /// use interop_server::ServerOptions;
    ///
    /// let options = ServerOptions::new().on_connected(|circuit: Circuit| async move {
    ///     let name: Result<String, _> = circuit.js().invoke("prompt", ("What is your name?",)).await;
    ///     if let Ok(name) = name {
    ///         circuit.attach(name);
    ///     }
    /// });
    /// ```
    pub fn on_connected<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(Circuit) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        self.on_connected = Some(Arc::new(move |circuit| Box::pin(hook(circuit))));
        self
    }

    /// Checks every option, raises what would contradict another one, and finds the methods that clients can call.
    pub(crate) fn checked(mut self) -> Result<(Self, Registry), OptionsError> {
        let mut problems = Problems::default();
        if let Err(error) = self.circuit.check() {
            problems.add("circuit", error.to_string());
        }
        check_path(&self.path, &mut problems);
        self.origins.check(&mut problems);
        self.hosts.check(&mut problems);
        if let Some(limit) = &self.rate_limit {
            limit.check(&mut problems);
        }
        let registry = self.registry.take().map_or_else(Registry::linked, Ok);
        let registry = registry.map_err(|error| problems.add("registry", error.to_string()));
        self.check_times(&mut problems);
        self.timeout = self.timeout.max(self.keep_alive.saturating_mul(2)).min(MAX_TIME);
        let largest_part = self.circuit.get_max_argument_bytes().max(STREAM_CHUNK_BYTES);
        self.max_frame_bytes = self.max_frame_bytes.max(largest_part.saturating_add(HEADER_ROOM));
        match registry {
            Ok(registry) if problems.is_empty() => Ok((self, registry)),
            _ => Err(problems.into_error()),
        }
    }

    /// The bytes that are reserved for what the circuit of a client holds.
    pub(crate) fn guaranteed_bytes(&self) -> usize {
        (self.max_held_bytes / 2 / self.max_connections.max(1)).clamp(MIN_SHARE, MAX_SHARE)
    }

    pub(crate) fn frame_limit(&self) -> usize {
        self.max_frame_bytes
    }
}

impl ServerOptions {
    /// Notes numbers with which no client could connect or stay, and cuts times that no clock can count.
    fn check_times(&mut self, problems: &mut Problems) {
        if self.max_connections == 0 {
            problems.add("max_connections", "it is 0, so that no client could connect");
        }
        let times = [
            ("keep_alive", &mut self.keep_alive, "the server would ask its clients without a pause"),
            ("handshake_timeout", &mut self.handshake_timeout, "no client could connect"),
            ("write_timeout", &mut self.write_timeout, "no client could be slower than the server"),
            ("request_timeout", &mut self.request_timeout, "every request would be refused"),
        ];
        for (option, time, consequence) in times {
            if time.is_zero() {
                problems.add(option, format!("it is zero, so that {consequence}"));
            }
            *time = (*time).min(MAX_TIME);
        }
        self.close_timeout = self.close_timeout.min(MAX_TIME);
    }
}

/// Notes a path that no request can have. A route takes it literally, so it must be written as it comes in a request.
fn check_path(path: &str, problems: &mut Problems) {
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

impl fmt::Debug for ServerOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerOptions")
            .field("circuit", &self.circuit)
            .field("path", &self.path)
            .field("origins", &self.origins)
            .field("hosts", &self.hosts)
            .field("forwarded_host", &self.forwarded_host)
            .field("keep_alive", &self.keep_alive)
            .field("timeout", &self.timeout)
            .field("handshake_timeout", &self.handshake_timeout)
            .field("write_timeout", &self.write_timeout)
            .field("min_send_rate", &self.min_send_rate)
            .field("request_timeout", &self.request_timeout)
            .field("close_timeout", &self.close_timeout)
            .field("receive_timeout", &self.receive_timeout)
            .field("min_receive_rate", &self.min_receive_rate)
            .field("max_held_bytes", &self.max_held_bytes)
            .field("max_frame_bytes", &self.max_frame_bytes)
            .field("max_connections", &self.max_connections)
            .field("max_blocking_threads", &self.max_blocking_threads)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
