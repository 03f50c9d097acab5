//! The options of a server.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::request::Parts;
use axum::response::IntoResponse;
use interop_core::host::{CallLayers, ErrorHook, ErrorReport, STREAM_CHUNK_BYTES, SharedStates};
use interop_core::{CallLayer, Circuit, CircuitOptions, Groups, Registry};

use crate::allowed_hosts::AllowedHosts;
use crate::contract_file::{self, ContractFile};
use crate::hooks::{Accepted, OnConnected, OnRequest};
use crate::options_error::{OptionsError, Problems};
use crate::origin::AllowedOrigins;
use crate::rate_limit::RateLimit;

/// Room in a frame for everything except its arguments or its bytes: the kind, ids and names.
const HEADER_ROOM: usize = 4096;

/// Longer times are reduced to this, 30 years, because adding them to the present could overflow the clock.
const MAX_TIME: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// The options of a server. Every option has a default. A time-out of zero with which no client could be served is an
/// error of [`Server::try_new`](crate::Server::try_new), and so is a [`max_connections`](Self::max_connections) of 0.
/// Times longer than 30 years, such as [`Duration::MAX`], never end.
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
    pub(crate) contract: BTreeMap<String, String>,
    /// Documents by the option that has set each.
    documents: [(&'static str, Option<String>); 2],
    pub(crate) contract_file: Option<ContractFile>,
    pub(crate) states: SharedStates,
    pub(crate) layers: CallLayers,
    pub(crate) on_request: Option<OnRequest>,
    pub(crate) groups: Option<Groups>,
    pub(crate) on_connected: Option<OnConnected>,
    pub(crate) on_error: Option<ErrorHook>,
}

/// The bounds of the memory that is reserved for the circuit of each client.
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
            contract: BTreeMap::new(),
            documents: [("announce_contract", None), ("serve_contract", None)],
            contract_file: None,
            states: SharedStates::default(),
            layers: CallLayers::default(),
            on_request: None,
            groups: None,
            on_connected: None,
            on_error: None,
        }
    }
}

impl ServerOptions {
    /// Options with their defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The limits of each circuit, and how much detail its client sees in errors. Default: [`CircuitOptions::default`].
    pub fn circuit(mut self, options: CircuitOptions) -> Self {
        self.circuit = options;
        self
    }

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

    /// Tells clients the hash of an assembly's contract, so that a generated client that was made for another contract can find
    /// out. May be given for each assembly; by default clients are told none.
    ///
    /// The hash is the `hash` that the generated client of the assembly exports. Clients see it in the `detail` of the event
    /// `connected`, as `contract`. [`contracts`](Self::contracts) and [`announce_contract`](Self::announce_contract) need no copy of
    /// it in the source.
    pub fn contract(mut self, assembly: impl Into<String>, hash: impl Into<String>) -> Self {
        self.contract.insert(assembly.into(), hash.into());
        self
    }

    /// Tells clients the hashes of several assemblies, such as `interop_contract::Contract::hashes` of a program that is built with the
    /// feature `contract`.
    pub fn contracts<A: Into<String>, H: Into<String>>(mut self, hashes: impl IntoIterator<Item = (A, H)>) -> Self {
        self.contract.extend(hashes.into_iter().map(|(assembly, hash)| (assembly.into(), hash.into())));
        self
    }

    /// Tells clients the hashes in a contract document, which `cargo interop contract --out contract.json` writes:
    ///
    /// ```no_run
    /// # use interop_server::ServerOptions;
    /// # const DOCUMENT: &str = "{}";
    /// // const DOCUMENT: &str = include_str!("../contract.json");
    /// let options = ServerOptions::new().announce_contract(DOCUMENT);
    /// ```
    ///
    /// The program needs no schemas for it. `cargo interop diff contract.json` finds a document that is out of date.
    pub fn announce_contract(mut self, document: impl Into<String>) -> Self {
        self.documents[0].1 = Some(document.into());
        self
    }

    /// Serves a contract document as `contract.json` below [`path`](Self::path), for tools that generate clients or show the methods, and
    /// [announces](Self::announce_contract) it. By default no document is served.
    ///
    /// The document lists all methods, types and doc comments to everyone who can reach the server:
    /// [`on_request`](Self::on_request) decides about connections only. Pages of other origins can read it if they may connect.
    pub fn serve_contract(mut self, document: impl Into<String>) -> Self {
        self.documents[1].1 = Some(document.into());
        self
    }

    /// Idle time after which the server pings the client. Default: 15 seconds.
    pub fn keep_alive(mut self, time: Duration) -> Self {
        self.keep_alive = time;
        self
    }

    /// Time without any byte from the other side after which both the server and the client consider the connection
    /// lost. Bytes of an incomplete message count too. Values below twice [`keep_alive`](Self::keep_alive) are raised
    /// to it. Default: 30 seconds.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = time;
        self
    }

    /// How long a new client may take to send `hello`. Default: 15 seconds.
    pub fn handshake_timeout(mut self, time: Duration) -> Self {
        self.handshake_timeout = time;
        self
    }

    /// How long a write may make no progress before the client is disconnected. Default: 30 seconds.
    ///
    /// Progress means 64 KiB, or the rest of a message. A client that makes progress must also keep up with
    /// [`min_send_rate`](Self::min_send_rate).
    pub fn write_timeout(mut self, time: Duration) -> Self {
        self.write_timeout = time;
        self
    }

    /// The minimum rate in bytes per second at which a client must receive, on average over
    /// [`write_timeout`](Self::write_timeout). Only the time during which the server is blocked on the connection
    /// counts. A slower client is disconnected, because the messages that wait for it occupy memory. 0 accepts any
    /// rate. Default: 32 KiB per second, which delivers a result of 16 MiB in under nine minutes.
    pub fn min_send_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_send_rate = bytes_per_second;
        self
    }

    /// How long [`on_request`](Self::on_request) may take. After that, its future is dropped and the request is refused
    /// with 503. Until then, the request counts as a connection. Default: 10 seconds.
    pub fn request_timeout(mut self, time: Duration) -> Self {
        self.request_timeout = time;
        self
    }

    /// How long the server waits for the client to answer the close frame. Default: 3 seconds.
    pub fn close_timeout(mut self, time: Duration) -> Self {
        self.close_timeout = time;
        self
    }

    /// How long a message from the client may take to arrive, counted from its first byte, in addition to the time that
    /// [`min_receive_rate`](Self::min_receive_rate) allows. A message that takes longer ends the connection with close code
    /// 4005. Default: 30 seconds.
    ///
    /// A message in fragments counts as one message. Pings between the fragments do not extend the time.
    pub fn receive_timeout(mut self, time: Duration) -> Self {
        self.receive_timeout = time;
        self
    }

    /// The minimum rate in bytes per second at which a message from the client must arrive once
    /// [`receive_timeout`](Self::receive_timeout) has passed. 0 accepts any rate. Default: 4 KiB per second.
    pub fn min_receive_rate(mut self, bytes_per_second: u32) -> Self {
        self.min_receive_rate = bytes_per_second;
        self
    }

    /// Maximum number of bytes that the server holds for all clients together: everything that
    /// [`CircuitOptions::max_held_bytes`] counts, and the buffers of connections. Default: 1 GiB.
    ///
    /// A share is reserved for each connected client: half of the total divided by
    /// [`max_connections`](Self::max_connections), but at least 8 KiB and at most 64 KiB, plus 16 KiB for its
    /// connection. Beyond its share, a client can use what is left over. When seven eighths of the total are in use,
    /// calls and results that do not fit into the share of their client fail with `limit_exceeded`, and a client that
    /// sends a large frame is disconnected with close code 1013. When no share is left, new clients are refused with
    /// 503. Memory that user code allocates itself is not counted.
    pub fn max_held_bytes(mut self, bytes: usize) -> Self {
        self.max_held_bytes = bytes;
        self
    }

    /// Maximum length of a frame from a client, which also limits the result of a call to JavaScript. A longer frame
    /// closes the connection. Default: 1 MiB. A value that is too small for [`CircuitOptions::max_argument_bytes`], or
    /// for a chunk of a stream, plus 4 KiB for the rest of the frame, is raised.
    pub fn max_frame_bytes(mut self, bytes: usize) -> Self {
        self.max_frame_bytes = bytes;
        self
    }

    /// Maximum number of connected clients. Further ones are refused with 503. Default: 10 000.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.max_connections = connections;
        self
    }

    /// Limits how often the clients of one address, or of one user, can connect and call. Default: not limited.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = Some(limit);
        self
    }

    /// Maximum number of threads for the `#[js_invokable(blocking)]` methods of all clients; at least 1. Circuits with
    /// waiting calls take turns, one call each; [`CircuitOptions::max_blocking_calls`] limits the calls of one circuit.
    /// The threads belong to the server, not to tokio. They are started on demand and end after ten idle seconds.
    /// Default: 64.
    pub fn max_blocking_threads(mut self, threads: usize) -> Self {
        self.max_blocking_threads = threads;
        self
    }

    /// The methods that clients can call. Default: [`Registry::linked`], everything that the program links.
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// A value that the methods of all circuits share and take as [`State<T>`](interop_core::State).
    ///
    /// The options are invalid if a method of the registry takes a state that was neither given here nor declared with
    /// [`connection_state`](Self::connection_state). Methods of generic types are not checked.
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Declares a state that each circuit has for itself: one that [`on_request`](Self::on_request) gives to
    /// [`Accepted::state`], or that is attached later, for example when the user logs in. Calls of methods that take it fail
    /// as long as their circuit does not have it.
    pub fn connection_state<T: Send + Sync + 'static>(mut self) -> Self {
        self.states.declare::<T>();
        self
    }

    /// A layer around each call, inside of those that were added before: see [`CallLayer`]. If methods of the registry have a
    /// policy, one of the layers must decide about policies, as [`PolicyLayer`](interop_core::PolicyLayer) does; otherwise
    /// the options are invalid.
    ///
    /// ```
    /// use interop_core::{CallError, CallInfo, PolicyLayer};
    /// use interop_server::ServerOptions;
    ///
    /// struct User { roles: Vec<String> }
    ///
    /// let options = ServerOptions::new().layer(PolicyLayer::new(|call: &CallInfo<'_>, word: &str| {
    ///     match call.state::<User>() {
    ///         Some(user) if user.roles.iter().any(|role| role == word) => Ok(()),
    ///         _ => Err(CallError::new("forbidden", format!("only for the role {word}"))),
    ///     }
    /// }));
    /// ```
    pub fn layer(mut self, layer: impl CallLayer) -> Self {
        self.layers.push(layer);
        self
    }

    /// The groups of the server's circuits, for servers that share them, or with a backend for several processes. Default:
    /// groups of the server's own, see [`Server::groups`](crate::Server::groups).
    pub fn groups(mut self, groups: Groups) -> Self {
        self.groups = Some(groups);
        self
    }

    /// Decides about each connection request, and attaches the user to the circuit. The request is an ordinary HTTP
    /// request with cookies and headers; its extensions contain what layers of the application have added.
    ///
    /// [`Refused`](crate::Refused) refuses the client with a reason that its page receives. Any other response refuses
    /// the request with its status, which a page cannot see: its client tries again.
    ///
    /// If the hook takes longer than [`request_timeout`](Self::request_timeout), or the server shuts down in the
    /// meantime, the request is refused with 503; if the hook panics, with 500. In each case the future is dropped, and
    /// the request no longer counts as a connection. A hook that blocks its thread cannot be stopped.
    /// [`guide::authentication`](crate::guide::authentication) has complete examples.
    ///
    /// ```standalone_crate
    /// use axum::http::{header::COOKIE, request::Parts};
    /// use interop_core::{State, js_invokable};
    /// use interop_server::{Accepted, Refused, ServerOptions};
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
    /// let options = ServerOptions::new().connection_state::<User>().on_request(|request: Parts| async move {
    ///     let cookie = request.headers.get(COOKIE).and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
    ///     match find_user(cookie).await {
    ///         Some(user) => Ok(Accepted::new().state(user)),
    ///         None => Err(Refused::unauthorized("Log in first.")),
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

    /// Runs for each circuit once its client is connected, for example to call JavaScript. The future is dropped when
    /// the connection ends; spawn a task for work that has to outlive it.
    ///
    /// The future runs in its own task, without a time limit; neither the circuit nor the connection waits for it. A
    /// panic is logged at the level `ERROR`, and the connection continues.
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

    /// Called with every failed call and every failed stream, in addition to what is recorded with `tracing`: for error
    /// trackers and counters. Filter by [`ErrorReport::kind`]: mistakes of clients are reported too.
    ///
    /// The hook runs on a thread of its own, one report after the other, and no call waits for it. A hook that panics is
    /// recorded, and called with the next report. While it is busy, up to 1,024 reports wait; further ones are dropped, with a
    /// warning. A hook that never returns therefore sees no other report, and affects nothing else.
    ///
    /// ```
    /// use interop_core::host::{ErrorKind, ErrorReport};
    /// use interop_server::ServerOptions;
    ///
    /// let options = ServerOptions::new().on_error(|report: &ErrorReport<'_>| {
    ///     if matches!(report.kind, ErrorKind::Panic | ErrorKind::Internal) {
    ///         eprintln!("{report}");
    ///     }
    /// });
    /// ```
    pub fn on_error(mut self, hook: impl Fn(&ErrorReport<'_>) + Send + Sync + 'static) -> Self {
        self.on_error = Some(ErrorHook::new(hook));
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
        if let Ok(registry) = &registry
            && let Err(error) = self.layers.check(registry)
        {
            problems.add("layer", error.to_string());
        }
        if let Ok(registry) = &registry
            && let Err(error) = self.states.check(registry)
        {
            problems.add("state", error.to_string());
        }
        self.check_times(&mut problems);
        self.check_contracts(&mut problems);
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
    /// Reads the contract documents. A hash that is set by itself goes before those of a document.
    fn check_contracts(&mut self, problems: &mut Problems) {
        for (option, document) in &self.documents {
            let Some(document) = document else { continue };
            match contract_file::hashes(document) {
                Ok(hashes) => {
                    for (assembly, hash) in hashes {
                        self.contract.entry(assembly).or_insert(hash);
                    }
                }
                Err(reason) => problems.add(option, reason),
            }
        }
        self.documents[0].1 = None;
        self.contract_file = self.documents[1].1.take().map(ContractFile::new);
    }

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
            .field("contract", &self.contract)
            .field("contract_file", &self.contract_file)
            .finish_non_exhaustive()
    }
}
