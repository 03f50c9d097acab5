//! What the application does when a client comes.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::Response;
use interop_core::Circuit;
use interop_core::host::CircuitHostBuilder;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub(crate) type OnRequest = Arc<dyn Fn(Parts) -> BoxFuture<Result<Accepted, Response>> + Send + Sync>;

pub(crate) type OnConnected = Arc<dyn Fn(Circuit) -> BoxFuture<()> + Send + Sync>;

type Setup = Box<dyn FnOnce(CircuitHostBuilder) -> CircuitHostBuilder + Send>;

/// A client that may connect, and what its circuit is given: see [`ServerOptions::on_request`].
///
/// [`ServerOptions::on_request`]: crate::ServerOptions::on_request
#[derive(Default)]
#[must_use]
pub struct Accepted {
    setups: Vec<Setup>,
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

    /// Sets the circuit up further, for example with the limits of this user:
    ///
    /// ```
    /// # use interop_core::CircuitOptions;
    /// let options = CircuitOptions { max_calls_in_flight: 4, ..CircuitOptions::default() };
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

    pub(crate) fn apply(self, builder: CircuitHostBuilder) -> CircuitHostBuilder {
        self.setups.into_iter().fold(builder, |builder, setup| setup(builder))
    }
}

impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Accepted({} setups)", self.setups.len())
    }
}
