use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, OnceLock};

use super::services::Services;
use super::{InProcess, InProcessHost};
use crate::circuit::host::{CircuitHost, CircuitHostBuilder};
use crate::circuit::{CallLayer, CircuitOptions};
use crate::clients::{Circuits, Groups};
use crate::context::MissingStates;
use crate::error::report::{ErrorHook, ErrorReport};
use crate::registry::Registry;
use crate::testing::{Page, Script};
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// Configures an [`InProcess`].
#[derive(Debug)]
pub struct InProcessBuilder {
    circuit: CircuitHostBuilder,
    script: Script,
    synchronous: bool,
    on_error: Option<ErrorHook>,
}

impl InProcessBuilder {
    pub(super) fn new() -> Self {
        Self { circuit: CircuitHost::builder(), script: Script::default(), synchronous: false, on_error: None }
    }

    /// The limits and the detail of errors. Default: [`CircuitOptions::default`].
    #[must_use]
    pub fn options(mut self, options: CircuitOptions) -> Self {
        self.circuit = self.circuit.options(options);
        self
    }

    /// The methods that can be called. Default: [`Registry::linked`].
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.circuit = self.circuit.registry(registry);
        self
    }

    /// A value that methods take as [`State<T>`](crate::State).
    #[must_use]
    pub fn state<T: MaybeSend + MaybeSync + 'static>(mut self, value: T) -> Self {
        self.circuit = self.circuit.state(value);
        self
    }

    /// Declares a state that is attached to the circuit later, with [`Circuit::attach`](crate::Circuit::attach), for
    /// [`check_states`](Self::check_states).
    #[must_use]
    pub fn connection_state<T: MaybeSend + MaybeSync + 'static>(mut self) -> Self {
        self.circuit = self.circuit.connection_state::<T>();
        self
    }

    /// A layer around each call, inside of those that were given before.
    #[must_use]
    pub fn layer(mut self, layer: impl CallLayer) -> Self {
        self.circuit = self.circuit.layer(layer);
        self
    }

    /// Lists the circuit there as long as it is open, for tests with several clients. Default: a list of its own.
    #[must_use]
    pub fn circuits(mut self, circuits: &Circuits) -> Self {
        self.circuit = self.circuit.circuits(circuits);
        self
    }

    /// The groups that methods take as [`Groups`], for tests with several clients. Default: groups of its own.
    #[must_use]
    pub fn groups(mut self, groups: &Groups) -> Self {
        self.circuit = self.circuit.groups(groups);
        self
    }

    /// Who the client is, for [`Circuit::user`](crate::Circuit::user) and [`Circuits::of_user`]. Default: unknown.
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.circuit = self.circuit.user(user);
        self
    }

    /// The JavaScript that the client of the circuit runs. Default: none.
    #[must_use]
    pub fn javascript(mut self, script: Script) -> Self {
        self.script = script;
        self
    }

    /// Allows Rust to call the script synchronously, as in a page, for methods that use
    /// [`JsRuntime::invoke_sync`](crate::JsRuntime::invoke_sync). Without it they fail, as they do on a server.
    #[must_use]
    pub fn synchronous_javascript(mut self) -> Self {
        self.synchronous = true;
        self
    }

    /// Called with every failed call and every failed stream: with what the client may not see, too.
    ///
    /// The hook runs on the thread on which the call failed, before the caller gets its answer, and the call waits for
    /// it. A hook that panics changes nothing about the call. One that never returns blocks its thread.
    #[must_use]
    pub fn on_error(mut self, hook: impl Fn(&ErrorReport<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.on_error = Some(ErrorHook::new(hook));
        self
    }

    /// Checks that each state that methods take as [`State<T>`](crate::State) was given or declared, as a server does
    /// when it is created. [`build`](Self::build) does not check it, because a test gives only what the methods that it
    /// calls need. Check it in a test of what the application gives to all of its hosts.
    ///
    /// ```
    /// use interop_core::{InProcess, Registry, State, js_invokable, methods};
    ///
    /// pub struct Prices { apple: u32 }
    ///
    /// #[js_invokable(assembly = "Shop")]
    /// pub fn price(prices: State<Prices>) -> u32 { prices.apple }
    ///
    /// let registry = Registry::builder().methods(methods![price]).build()?;
    /// let error = InProcess::builder().registry(registry.clone()).check_states().unwrap_err();
    /// assert!(error.to_string().contains("Prices"));
    /// InProcess::builder().registry(registry).state(Prices { apple: 3 }).check_states()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If states are missing. The error lists them, with methods that take them.
    ///
    /// # Panics
    ///
    /// If no registry was given and two linked methods of one assembly have the same id.
    pub fn check_states(&self) -> Result<(), MissingStates> {
        self.circuit.check_states()
    }

    /// Creates the circuit.
    ///
    /// # Panics
    ///
    /// If no registry was given and two linked methods of one assembly have the same id, or if methods have a policy
    /// and no layer decides about policies.
    #[must_use]
    pub fn build(self) -> InProcess {
        let page = Shared::new(OnceLock::new());
        let services = Services::new(self.synchronous.then(|| Shared::clone(&page)), self.on_error);
        let host = self.circuit.services(services).build();
        let app = InProcess(Shared::new(InProcessHost {
            host,
            last_call_id: AtomicU64::new(0),
            pending: Mutex::default(),
            page: Page::new(self.script),
        }));
        // It was just created, so it is not set yet.
        let _ = page.set(app.downgrade());
        app
    }
}
