//! The hooks of the application: for connection requests and for new circuits.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::FutureExt as _;
use interop_core::host::{CircuitHost, CircuitHostBuilder};
use interop_core::{Circuit, Registry};
use tokio::task::AbortHandle;
use tracing::{Instrument as _, error, warn};

use crate::log_throttle::RefusalLog;
use crate::rate_limit::RateKey;
use crate::refusal::{Refusal, Refused};

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub(crate) type OnRequest = Arc<dyn Fn(Parts) -> BoxFuture<Result<Accepted, Response>> + Send + Sync>;

pub(crate) type OnConnected = Arc<dyn Fn(Circuit) -> BoxFuture<()> + Send + Sync>;

/// Calls the hook of the application for a connection request. The error is a response that refuses the request before
/// there is a WebSocket.
pub(crate) async fn decide(
    hook: &OnRequest,
    request: Parts,
    time: Duration,
    log: &RefusalLog,
) -> Result<Result<Accepted, Refused>, Response> {
    // In a separate future, so that a panic before the hook returns its future is caught too.
    let decision = AssertUnwindSafe(async { hook(request).await }).catch_unwind();
    match tokio::time::timeout(time, decision).await {
        Ok(Ok(Ok(accepted))) => Ok(Ok(accepted)),
        Ok(Ok(Err(mut response))) => match response.extensions_mut().remove() {
            Some(refused) => Ok(Err(refused)),
            None => Err(response),
        },
        Ok(Err(_)) => {
            if let Some(left_out) = log.panics.admit() {
                error!(left_out, "connection refused: `on_request` panicked");
            }
            Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the application failed").into())
        }
        Err(_) => {
            if let Some(left_out) = log.late_decisions.admit() {
                warn!(
                    option = "request_timeout",
                    left_out, "connection refused: `on_request` did not complete in time"
                );
            }
            Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the application did not accept the connection in time")
                .into())
        }
    }
}

/// The task of the application for a connected client. Dropping it aborts the task.
pub(crate) struct Companion(AbortHandle);

impl Companion {
    pub(crate) fn start(hook: &OnConnected, circuit: Circuit) -> Self {
        let hook = Arc::clone(hook);
        let work = AssertUnwindSafe(async move { hook(circuit).await }).catch_unwind();
        let work = async move {
            if work.await.is_err() {
                error!("`on_connected` panicked");
            }
        };
        let task = tokio::spawn(work.in_current_span());
        Self(task.abort_handle())
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        self.0.abort();
    }
}

type Setup = Box<dyn FnOnce(CircuitHostBuilder) -> CircuitHostBuilder + Send>;

/// Accepts a client and configures its circuit: see [`ServerOptions::on_request`].
///
/// [`ServerOptions::on_request`]: crate::ServerOptions::on_request
#[derive(Default)]
#[must_use]
pub struct Accepted {
    setups: Vec<Setup>,
    rate_key: Option<RateKey>,
    /// Whether the states of the methods have to be checked, which the server has done for its own registry.
    own_registry: bool,
}

impl Accepted {
    /// Accepts the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// Attaches a value to the circuit, such as the user, which methods take as [`State<T>`](interop_core::State). It
    /// takes precedence over a value of the same type that all circuits share. Declare its type with
    /// [`ServerOptions::connection_state`](crate::ServerOptions::connection_state).
    pub fn state<T: Send + Sync + 'static>(self, value: T) -> Self {
        self.setup(|circuit| circuit.state(value))
    }

    /// Who the client is: [`Circuit::user`] returns this name, and [`Circuits::of_user`](interop_core::Circuits::of_user)
    /// finds the circuits of the user by it. A user may have several circuits.
    pub fn user(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.setup(|circuit| circuit.user(name))
    }

    /// The methods that this client can call, such as those of its role, instead of those of
    /// [`ServerOptions::registry`](crate::ServerOptions::registry). Clones of a [`Registry`] share its table, so build it
    /// once and not for each request. If its methods have policies that no layer of the server decides about, the client
    /// is refused, and the server records an error that lists them; likewise if they take states that the server and this
    /// client were not given, and that are not [declared](crate::ServerOptions::connection_state).
    ///
    /// ```
    /// use interop_core::{Registry, js_invokable, methods};
    /// use interop_server::Accepted;
    ///
    /// #[js_invokable(assembly = "Shop")]
    /// pub fn offer() -> u32 {
    ///     3
    /// }
    ///
    /// let for_guests = Registry::builder().methods(methods![offer]).build()?;
    /// let guest = Accepted::new().registry(for_guests.clone());
    /// # let _ = guest;
    /// # Ok::<(), interop_core::registry::RegistryError>(())
    /// ```
    pub fn registry(mut self, registry: Registry) -> Self {
        self.own_registry = true;
        self.setup(|circuit| circuit.registry(registry))
    }

    /// Counts this connection and its calls for this key, such as a user, instead of the address: see
    /// [`ServerOptions::rate_limit`](crate::ServerOptions::rate_limit). The connection itself has already been counted
    /// for its address before `on_request` ran; it is refused too if the key has too many connections. Without a rate
    /// limit, the key has no effect.
    pub fn rate_key(mut self, key: impl Into<RateKey>) -> Self {
        self.rate_key = Some(key.into());
        self
    }

    /// Configures the circuit further, for example with limits for this user:
    ///
    /// ```
    /// # use interop_core::CircuitOptions;
    /// let options = CircuitOptions::new().max_calls_in_flight(4);
    /// let guest = interop_server::Accepted::new().setup(|circuit| circuit.options(options));
    /// # let _ = guest;
    /// ```
    ///
    /// The function runs when the client is connected. If it panics, as the builder does if it gets invalid options, the
    /// text is logged at the level `ERROR`, and the client is refused with the close code 4500.
    ///
    /// The maximum length of a frame is the same for all clients, see
    /// [`ServerOptions::max_frame_bytes`](crate::ServerOptions::max_frame_bytes).
    pub fn setup(mut self, setup: impl FnOnce(CircuitHostBuilder) -> CircuitHostBuilder + Send + 'static) -> Self {
        self.setups.push(Box::new(setup));
        self
    }

    pub(crate) fn take_rate_key(&mut self) -> Option<RateKey> {
        self.rate_key.take()
    }

    /// Builds the circuit of the client. Fails if a function given to [`setup`](Self::setup) panicked, as the builder
    /// does if it gets invalid options.
    pub(crate) fn build(self, builder: CircuitHostBuilder, log: &RefusalLog) -> Result<CircuitHost, Refused> {
        let build = || {
            let builder = self.setups.into_iter().fold(builder, |builder, setup| setup(builder));
            if self.own_registry {
                builder.check_states().unwrap_or_else(|error| panic!("{error}"));
            }
            builder.build()
        };
        catch_unwind(AssertUnwindSafe(build)).map_err(|panic| {
            if let Some(left_out) = log.panics.admit() {
                error!(left_out, "connection refused: `Accepted::setup` panicked: {}", text_of(&*panic));
            }
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "The application failed.")
        })
    }
}

/// The text of a panic, if it has one.
fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a text")
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accepted({} setups)", self.setups.len())
    }
}
