//! Options for what the application adds: methods, states, layers and hooks.

use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::IntoResponse;
use interop_core::host::{ErrorHook, ErrorReport};
use interop_core::{CallLayer, Circuit, Groups, Registry};

use super::ServerOptions;
use crate::hooks::Accepted;

/// Methods, states, layers and hooks.
impl ServerOptions {
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

    /// A layer around each call, inside of those that were added before: see [`CallLayer`]. If methods of the registry
    /// have a policy, one of the layers must decide about policies, as [`PolicyLayer`](interop_core::PolicyLayer) does;
    /// otherwise the options are invalid.
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

    /// The groups of the server's circuits, for servers that share them, or with a backend for several processes.
    /// Default: groups of the server's own, see [`Server::groups`](crate::Server::groups).
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
    /// The hook runs on a thread of its own, one report after the other, and no call waits for it. A hook that panics
    /// is recorded, and called with the next report. While it is busy, up to 1,024 reports wait; further ones are
    /// dropped, with a warning. A hook that never returns therefore sees no other report, and affects nothing else.
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
}
