//! The server in the form in which the application uses it: its routes and its shutdown.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use interop_core::host::SharedBudget;
use interop_core::{Circuits, Groups};
use tokio::sync::Semaphore;

use crate::admission::{self, UncheckedHosts};
use crate::blocking_pool::BlockingPool;
use crate::buffers::ArrivalLimits;
use crate::client_files::{ClientFile, ENTRIES, Name, PAGE_SCRIPT, SUPPLEMENT};
use crate::connecting::connect;
use crate::error_log::ErrorLog;
use crate::log_throttle::RefusalLog;
use crate::options::ServerOptions;
use crate::options_error::OptionsError;
use crate::rate_table::RateTable;
use crate::shared::{ServerShared, Shutdown};
use crate::shutdown;
use crate::socket::Patience;

/// Serves circuits as routes of an axum application, and can end them all.
///
/// ```
/// use std::time::Duration;
/// use axum::Router;
/// use interop_server::{Server, ServerOptions};
///
/// # async fn shutdown_signal() {}
/// # async fn run() -> std::io::Result<()> {
/// let server = Server::new(ServerOptions::new());
/// let app: Router = Router::new().merge(server.router());
/// let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
/// axum::serve(listener, app)
///     .with_graceful_shutdown(async move {
///         shutdown_signal().await;
///         server.shutdown(Duration::from_secs(10)).await;
///     })
///     .await
/// # }
/// ```
///
/// Clones share one server.
#[derive(Clone)]
pub struct Server(Arc<ServerShared>);

impl Server {
    /// Creates a server.
    ///
    /// # Panics
    ///
    /// If an option is invalid; the text lists all errors that [`try_new`](Self::try_new) would return. Options that
    /// are part of the program are invalid at every start, as overlapping routes of a router are.
    pub fn new(options: ServerOptions) -> Self {
        Self::try_new(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Creates a server with options that can be invalid, for example because they come from a configuration file.
    ///
    /// # Errors
    ///
    /// If options are invalid. The error lists all of them, with what to write instead. It includes the error of
    /// [`Registry::linked`](interop_core::Registry::linked) if no registry was set and two methods of one assembly have
    /// the same id.
    pub fn try_new(options: ServerOptions) -> Result<Self, OptionsError> {
        let (options, registry) = options.checked()?;
        let rates = options.rate_limit.clone().map(RateTable::new);
        let permits = Arc::new(Semaphore::new(options.max_connections.min(Semaphore::MAX_PERMITS)));
        let shutdown = Arc::new(Shutdown::new(None));
        let unchecked_hosts = UncheckedHosts::default();
        let errors = Arc::new(ErrorLog::new(options.on_error.clone()));
        let blocking = BlockingPool::new(options.max_blocking_threads);
        let budget = SharedBudget::new(options.max_held_bytes, "ServerOptions::max_held_bytes");
        let circuits = Circuits::with_options(options.circuit.clone());
        let groups = options.groups.clone().unwrap_or_else(|| Groups::with_options(options.circuit.clone()));
        let patience = Arc::new(Patience {
            write_timeout: options.write_timeout,
            min_send_rate: options.min_send_rate,
            close_timeout: options.close_timeout,
            max_frame_bytes: options.frame_limit(),
            arrival: ArrivalLimits { grace: options.receive_timeout, min_rate: options.min_receive_rate },
        });
        Ok(Self(Arc::new(ServerShared {
            options,
            patience,
            circuits,
            groups,
            registry,
            errors,
            blocking,
            long_runs: Arc::default(),
            permits,
            budget,
            shutdown,
            is_draining: AtomicBool::new(false),
            unchecked_hosts,
            refusals: RefusalLog::default(),
            rates,
        })))
    }

    /// The routes, to be merged into an application with any state: the endpoint for connections, and below it the
    /// files of the JavaScript client, and the contract if it is [served](ServerOptions::serve_contract).
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let path = self.0.options.path.trim_end_matches('/');
        let server = Arc::clone(&self.0);
        let connect = any(move |request: Request| connect(Arc::clone(&server), request));
        let mut router = Router::new().route(if path.is_empty() { "/" } else { path }, connect);
        let entries =
            ENTRIES.iter().flat_map(|file| [(file, file.name, Name::Stable), (file, file.hashed_name, Name::Hashed)]);
        for (file, name, kind) in entries.chain([(&SUPPLEMENT, SUPPLEMENT.hashed_name, Name::Hashed)]) {
            let server = self.clone();
            let serve = get(async move |request: Request| server.serve_file(file, kind, &request));
            router = router.route(&format!("{path}/{name}"), serve);
        }
        if self.0.options.contract_file.is_some() {
            let server = self.clone();
            let serve = get(async move |request: Request| server.serve_contract(&request));
            router = router.route(&format!("{path}/contract.json"), serve);
        }
        router
    }

    /// The path of the page script with a hash of its content, such as `/_interop/interop-0123456789abcdef.js`.
    /// Browsers cache it indefinitely, so a page that is rendered by the server loads faster than with `interop.js`:
    ///
    /// ```
    /// # use interop_server::{Server, ServerOptions};
    /// let server = Server::new(ServerOptions::new());
    /// let script = format!(r#"<script type="module" src="{}"></script>"#, server.page_script_path());
    /// ```
    pub fn page_script_path(&self) -> String {
        format!("{}/{}", self.0.options.path.trim_end_matches('/'), PAGE_SCRIPT.hashed_name)
    }

    /// The circuits of all connected clients. Methods take them as a context parameter.
    pub fn circuits(&self) -> &Circuits {
        &self.0.circuits
    }

    /// The groups of the clients' circuits: [`ServerOptions::groups`] if given. Methods take them as a context parameter.
    pub fn groups(&self) -> &Groups {
        &self.0.groups
    }

    /// The number of connected clients.
    pub fn connections(&self) -> usize {
        let most = self.0.options.max_connections.min(Semaphore::MAX_PERMITS);
        most - self.0.permits.available_permits()
    }

    /// How many times a method has held its thread for more than 50 milliseconds, during which no other client of that
    /// thread was served. `blocking` methods do not count. Such runs are also logged at the level `WARN` with the
    /// assembly, the method and the time, at most once per second.
    pub fn long_runs(&self) -> u64 {
        self.0.long_runs.count()
    }

    /// The number of bytes that the server holds for its clients, including their reserved shares.
    /// [`ServerOptions::max_held_bytes`] limits it.
    pub fn held_bytes(&self) -> usize {
        self.0.budget.held()
    }

    /// Ends all connections, and lets running calls complete within the grace.
    ///
    /// From now on, new connections are refused with 503 and new calls fail with the code `shutting_down`. A connection
    /// ends as soon as none of its calls is running and no stream is being sent to its client, and at the latest after
    /// the grace; calls that are still running then are dropped. With a grace of zero, all connections end at once.
    /// Clients receive close code 1001 and reconnect with a random delay, so that another server can take them over.
    ///
    /// Completes when all connections have ended, and at the latest one second after the grace and
    /// [`ServerOptions::close_timeout`]. Dropping the future does not stop the shutdown. If it is called again, the
    /// earliest end counts: a second call with a grace of zero ends a shutdown that takes too long.
    ///
    /// Also waits, within the same time, for the hooks of [`Circuit::on_disconnected`](interop_core::Circuit::on_disconnected).
    ///
    /// Connections that have not ended by then are blocked by user code that cannot be interrupted: a method that is
    /// not `blocking`, a hook or a destructor. Their number is logged at the level `WARN`, together with that of hooks that
    /// have not ended. A tokio runtime waits for
    /// such code when it is dropped, unless it is ended with `shutdown_timeout` or `shutdown_background`.
    pub async fn shutdown(&self, grace: Duration) {
        shutdown::shut_down(&self.0, grace).await;
    }

    fn serve_file(&self, file: &ClientFile, name: Name, request: &Request) -> Response {
        let ServerShared { options, unchecked_hosts, refusals, .. } = &*self.0;
        match admission::check_host(options, request, unchecked_hosts, refusals) {
            Ok(_) => file.respond(name, request.headers(), &options.origins),
            Err(refusal) => refusal.into(),
        }
    }

    fn serve_contract(&self, request: &Request) -> Response {
        let ServerShared { options, unchecked_hosts, refusals, .. } = &*self.0;
        if let Err(refusal) = admission::check_host(options, request, unchecked_hosts, refusals) {
            return refusal.into();
        }
        match &options.contract_file {
            Some(file) => file.respond(request.headers(), &options.origins),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("options", &self.0.options)
            .field("connections", &self.connections())
            .finish_non_exhaustive()
    }
}
