//! What the application does when a client comes.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::FutureExt as _;
use interop_core::host::CircuitHostBuilder;
use interop_core::{Circuit, Registry};
use tokio::task::AbortHandle;
use tracing::{error, warn};

use crate::rate_limit::RateKey;
use crate::refusal::Refusal;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub(crate) type OnRequest = Arc<dyn Fn(Parts) -> BoxFuture<Result<Accepted, Response>> + Send + Sync>;

pub(crate) type OnConnected = Arc<dyn Fn(Circuit) -> BoxFuture<()> + Send + Sync>;

/// Asks the application about a request to connect.
pub(crate) async fn decide(hook: &OnRequest, request: Parts, time: Duration) -> Result<Accepted, Response> {
    // In a future of its own, so that a panic before the hook returns its future is caught too.
    let decision = AssertUnwindSafe(async { hook(request).await }).catch_unwind();
    match tokio::time::timeout(time, decision).await {
        Ok(Ok(decision)) => decision,
        Ok(Err(_)) => {
            error!("connection refused: `on_request` panicked");
            Err(Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "the application failed").into())
        }
        Err(_) => {
            warn!(option = "request_timeout", "connection refused: `on_request` did not decide in time");
            Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the application did not decide in time").into())
        }
    }
}

/// What the application does while a client is connected; ends when this is dropped.
pub(crate) struct Companion(AbortHandle);

impl Companion {
    pub(crate) fn start(hook: &OnConnected, circuit: Circuit) -> Self {
        let hook = Arc::clone(hook);
        let work = AssertUnwindSafe(async move { hook(circuit).await }).catch_unwind();
        let task = tokio::spawn(async move {
            if work.await.is_err() {
                error!("`on_connected` panicked");
            }
        });
        Self(task.abort_handle())
    }
}

impl Drop for Companion {
    fn drop(&mut self) {
        self.0.abort();
    }
}

type Setup = Box<dyn FnOnce(CircuitHostBuilder) -> CircuitHostBuilder + Send>;

/// A client that may connect, and what its circuit is given: see [`ServerOptions::on_request`].
///
/// [`ServerOptions::on_request`]: crate::ServerOptions::on_request
#[derive(Default)]
#[must_use]
pub struct Accepted {
    setups: Vec<Setup>,
    rate_key: Option<RateKey>,
}

impl Accepted {
    /// Accepts the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the circuit a value that its methods take as [`State<T>`](interop_core::State), such as who the user is. It goes
    /// before a value of the same type that was given to all circuits.
    pub fn state<T: Send + Sync + 'static>(self, value: T) -> Self {
        self.setup(|circuit| circuit.state(value))
    }

    /// The methods that this client can call, such as those of its role, instead of those of
    /// [`ServerOptions::registry`](crate::ServerOptions::registry). Clones of a [`Registry`] share its table, so build it
    /// once and not for each request.
    ///
    /// ```
    /// use interop_core::{Registry, js_invokable, methods};
    /// use interop_server::Accepted;
    ///
    /// #[js_invokable(assembly = "Shop")]
    /// pub fn price() -> u32 {
    ///     3
    /// }
    ///
    /// let for_guests = Registry::builder().methods(methods![price]).build()?;
    /// let guest = Accepted::new().registry(for_guests.clone());
    /// # let _ = guest;
    /// # Ok::<(), interop_core::RegistryError>(())
    /// ```
    pub fn registry(self, registry: Registry) -> Self {
        self.setup(|circuit| circuit.registry(registry))
    }

    /// Counts this connection and its calls for a user, or whatever else the key stands for, instead of for the address:
    /// see [`ServerOptions::rate_limit`](crate::ServerOptions::rate_limit). The connection has been counted for its address
    /// already, before the application was asked who it is; a user with too many is refused as well. Without a rate limit
    /// the key does nothing.
    pub fn rate_key(mut self, key: impl Into<RateKey>) -> Self {
        self.rate_key = Some(key.into());
        self
    }

    /// Sets the circuit up further, for example with the limits of this user:
    ///
    /// ```
    /// # use interop_core::CircuitOptions;
    /// let options = CircuitOptions::new().max_calls_in_flight(4);
    /// let guest = interop_server::Accepted::new().setup(|circuit| circuit.options(options));
    /// # let _ = guest;
    /// ```
    ///
    /// What the client may send in one frame is set for all with
    /// [`ServerOptions::max_frame_bytes`](crate::ServerOptions::max_frame_bytes).
    pub fn setup(mut self, setup: impl FnOnce(CircuitHostBuilder) -> CircuitHostBuilder + Send + 'static) -> Self {
        self.setups.push(Box::new(setup));
        self
    }

    pub(crate) fn take_rate_key(&mut self) -> Option<RateKey> {
        self.rate_key.take()
    }

    pub(crate) fn apply(self, builder: CircuitHostBuilder) -> CircuitHostBuilder {
        self.setups.into_iter().fold(builder, |builder, setup| setup(builder))
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accepted({} setups)", self.setups.len())
    }
}
