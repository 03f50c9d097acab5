//! The options of a module.

use std::fmt;

use interop_core::host::{
    BoxFuture, CallLayers, CircuitHostBuilder, ErrorHook, ErrorReport, MaybeSend, MaybeSync, SharedStates,
};
use interop_core::{CallLayer, Circuit, CircuitOptions, Registry};

/// The registration that [`export!`](crate::export) expands to.
#[derive(Debug)]
pub struct Export {
    /// Creates the options.
    pub options: fn() -> WasmOptions,
    /// Where it is written.
    pub file: &'static str,
    /// Where it is written.
    pub line: u32,
}

inventory::collect!(Export);

type AddLayers = fn(CircuitHostBuilder, &CallLayers) -> CircuitHostBuilder;

pub(crate) type OnConnected = Box<dyn FnOnce(Circuit) -> BoxFuture<'static, ()>>;

/// The options of a circuit. Every option has a default. They are created for each circuit, when JavaScript connects.
///
/// ```
/// use interop_core::{CircuitOptions, js_invokable};
/// use interop_wasm::WasmOptions;
///
/// #[derive(Default)]
/// struct Settings { currency: String }
///
/// fn options() -> WasmOptions {
///     WasmOptions::new()
///         .circuit(CircuitOptions::new().detailed_errors(true))
///         .state(Settings { currency: "EUR".to_owned() })
/// }
///
/// interop_wasm::export!(options);
/// ```
#[must_use]
pub struct WasmOptions {
    pub(crate) circuit: CircuitOptions,
    pub(crate) registry: Option<Registry>,
    pub(crate) states: SharedStates,
    pub(crate) layers: CallLayers,
    /// Gives the layers to a circuit. A module without any has no code for them.
    pub(crate) add_layers: Option<AddLayers>,
    pub(crate) max_nested_calls: u32,
    pub(crate) on_connected: Option<OnConnected>,
    /// The hashes of contracts as the members of a JSON object. A module without any has no code for them.
    pub(crate) contract: String,
    pub(crate) on_error: Option<ErrorHook>,
}

impl Default for WasmOptions {
    fn default() -> Self {
        Self {
            circuit: CircuitOptions::default(),
            registry: None,
            states: SharedStates::default(),
            layers: CallLayers::default(),
            add_layers: None,
            max_nested_calls: 32,
            on_connected: None,
            contract: String::new(),
            on_error: None,
        }
    }
}

impl WasmOptions {
    /// Options with their defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// The limits of the circuit, and how much detail JavaScript sees in errors. `connect` throws what
    /// [`CircuitOptions::check`] finds. Default: [`CircuitOptions::default`].
    pub fn circuit(mut self, options: CircuitOptions) -> Self {
        self.circuit = options;
        self
    }

    /// The methods that can be called. Default: [`Registry::linked`].
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// A value that methods take as [`State<T>`](interop_core::State). Options are created for each circuit, so each
    /// circuit has its own value. To share one between the circuits of an instance, use a clone of an `Rc`, or of an
    /// `Arc` if the crate serves other hosts too.
    pub fn state<T: MaybeSend + MaybeSync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Declares a state that circuits get later, for example when the user logs in. `connect` throws an error if a method takes
    /// a state that was neither given nor declared.
    pub fn connection_state<T: MaybeSend + MaybeSync + 'static>(mut self) -> Self {
        self.states.declare::<T>();
        self
    }

    /// A layer around each call, inside of those that were added before: see [`CallLayer`]. If methods have a policy and no
    /// layer decides about policies, `connect` throws an error that lists them.
    pub fn layer(mut self, layer: impl CallLayer) -> Self {
        self.layers.push(layer);
        self.add_layers = Some(CircuitHostBuilder::shared_layers);
        self
    }

    /// Maximum nesting depth of synchronous calls between JavaScript and Rust. A deeper call is refused, because it
    /// could overflow the stack, which ends the instance. 0 is an error of `connect`. Default: 32.
    pub fn max_nested_calls(mut self, calls: u32) -> Self {
        self.max_nested_calls = calls;
        self
    }

    /// Tells JavaScript the hash of an assembly's contract, so that a generated client that was made for another contract can find
    /// out. May be given for each assembly; by default JavaScript is told none.
    ///
    /// The hash is the `hash` that the generated client of the assembly exports. JavaScript sees it in the `detail` of the event
    /// `connected`, as `contract`.
    pub fn contract(mut self, assembly: &str, hash: &str) -> Self {
        let comma = if self.contract.is_empty() { "" } else { "," };
        let text = |text| serde_json::Value::from(text).to_string();
        self.contract.push_str(&[comma, &text(assembly), ":", &text(hash)].concat());
        self
    }

    /// Tells JavaScript the hashes of several assemblies, such as `interop_contract::Contract::hashes` of a module that is built
    /// with the feature `contract`.
    pub fn contracts<A: AsRef<str>, H: AsRef<str>>(self, hashes: impl IntoIterator<Item = (A, H)>) -> Self {
        hashes.into_iter().fold(self, |options, (assembly, hash)| options.contract(assembly.as_ref(), hash.as_ref()))
    }

    /// Runs when JavaScript has connected, and is dropped with the circuit.
    pub fn on_connected<F>(mut self, hook: impl FnOnce(Circuit) -> F + 'static) -> Self
    where
        F: Future<Output = ()> + MaybeSend + 'static,
    {
        self.on_connected = Some(Box::new(move |circuit| Box::pin(hook(circuit))));
        self
    }

    /// Called with every failed call and every failed stream: with what JavaScript may not see, too.
    ///
    /// The hook runs where the call failed, before JavaScript is answered, and the page waits for it. A hook that panics ends
    /// the instance, except in a build that unwinds, where it changes nothing about the call. One that never returns blocks
    /// the page.
    pub fn on_error(mut self, hook: impl Fn(&ErrorReport<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        self.on_error = Some(ErrorHook::new(hook));
        self
    }

    /// The options of the module, or an error if `export!` is used twice or an option is invalid.
    pub(crate) fn exported() -> Result<Self, String> {
        let mut exports = inventory::iter::<Export>.into_iter();
        let Some(export) = exports.next() else { return Ok(Self::default()) };
        match exports.next() {
            None => {
                let options = (export.options)();
                options.circuit.check().map_err(|error| error.to_string())?;
                if options.max_nested_calls == 0 {
                    return Err("`WasmOptions::max_nested_calls` is 0, so that no call could be made".to_owned());
                }
                Ok(options)
            }
            Some(other) => Err(format!(
                "the module has `interop_wasm::export!` more than once: {}:{} and {}:{}",
                export.file, export.line, other.file, other.line
            )),
        }
    }
}

impl fmt::Debug for WasmOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WasmOptions")
            .field("circuit", &self.circuit)
            .field("registry", &self.registry)
            .field("states", &self.states)
            .field("max_nested_calls", &self.max_nested_calls)
            .finish_non_exhaustive()
    }
}
