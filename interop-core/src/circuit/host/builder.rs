use std::any::TypeId;
use std::fmt;
use std::sync::Mutex;

use super::LayeredPaths;
use super::layered::LAYERED;
use super::work::UnfinishedWork;
use super::{CircuitHost, HostServices, NoServices};
use crate::circuit::CircuitOptions;
use crate::circuit::budget::Share;
use crate::circuit::core::CircuitCore;
use crate::circuit::layers::{CallLayer, CallLayers, MissingPolicyLayer};
use crate::circuit::states::StateMap;
use crate::clients::{Circuits, Groups, NewUsers, users};
use crate::context::MissingStates;
use crate::registry::Registry;
use crate::stream::CreditUnit;
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// Values that a host gives to each of its circuits, at most one of each type, and the types of those that circuits get later.
#[derive(Clone, Default)]
pub struct SharedStates {
    values: StateMap,
    declared: Vec<TypeId>,
}

impl SharedStates {
    /// Adds a value. It replaces a value of the same type.
    pub fn insert<T: MaybeSend + MaybeSync + 'static>(&mut self, value: T) {
        self.values.insert(TypeId::of::<T>(), Shared::new(value));
    }

    /// Declares a state that circuits get later, for example when their user logs in.
    pub fn declare<T: MaybeSend + MaybeSync + 'static>(&mut self) {
        self.declared.push(TypeId::of::<T>());
    }

    /// Checks that each state that the methods take is given or declared. Methods of generic types are not checked.
    ///
    /// # Errors
    ///
    /// If states are missing. The error lists them, with methods that take them.
    pub fn check(&self, registry: &Registry) -> Result<(), MissingStates> {
        registry.required_states().check(&|id| self.values.contains(id) || self.declared.contains(&id))
    }
}

impl fmt::Debug for SharedStates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SharedStates({})", self.values.len())
    }
}

/// Configures a [`CircuitHost`].
pub struct CircuitHostBuilder {
    name: Option<Box<str>>,
    options: CircuitOptions,
    registry: Option<Registry>,
    services: Shared<dyn HostServices>,
    states: SharedStates,
    user: Option<Box<str>>,
    /// Set together with the user: see [`NewUsers`].
    users: Option<NewUsers>,
    share: Option<Share>,
    layers: CallLayers,
    /// Set together with the first layer.
    layered: Option<&'static LayeredPaths>,
    credit: CreditUnit,
}

impl CircuitHostBuilder {
    /// The name of the circuit in [`ErrorReport`](super::ErrorReport)s, which the host tells the client too; its number unless given.
    #[must_use]
    pub fn name(mut self, name: impl Into<Box<str>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The limits and the detail of errors. Default: [`CircuitOptions::default`].
    ///
    /// # Panics
    ///
    /// If [`CircuitOptions::check`] finds an option with which no call could succeed.
    #[must_use]
    pub fn options(mut self, options: CircuitOptions) -> Self {
        options.check().unwrap_or_else(|error| panic!("{error}"));
        self.options = options;
        self
    }

    /// The methods that can be called. Default: [`Registry::linked`].
    #[must_use]
    pub fn registry(mut self, registry: Registry) -> Self {
        self.registry = Some(registry);
        self
    }

    /// The services that the host provides. Default: [`NoServices`].
    #[must_use]
    pub fn services(mut self, services: impl HostServices + 'static) -> Self {
        self.services = Shared::new(services);
        self
    }

    /// A value that methods take as [`State<T>`](crate::State).
    #[must_use]
    pub fn state<T: MaybeSend + MaybeSync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Declares a state that the circuit gets later, for [`check_states`](Self::check_states).
    #[must_use]
    pub fn connection_state<T: MaybeSend + MaybeSync + 'static>(mut self) -> Self {
        self.states.declare::<T>();
        self
    }

    /// Values that many circuits share, which methods take as [`State<T>`](crate::State) too. They replace values of
    /// the same types. Types that are declared there count for [`check_states`](Self::check_states).
    #[must_use]
    pub fn shared_states(mut self, states: &SharedStates) -> Self {
        self.states.values.extend(&states.values);
        self.states.declared.extend(&states.declared);
        self
    }

    /// Lists the circuit there as long as it is open. Methods take the list as [`Circuits`]; without one they get a list of
    /// this circuit alone.
    #[must_use]
    pub fn circuits(self, circuits: &Circuits) -> Self {
        self.state(circuits.clone())
    }

    /// The groups that methods take as [`Groups`]; without them they get groups of their own.
    #[must_use]
    pub fn groups(self, groups: &Groups) -> Self {
        self.state(groups.clone())
    }

    /// Who the client is, for [`Circuit::user`](crate::Circuit::user) and [`Circuits::of_user`].
    #[must_use]
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into().into_boxed_str());
        self.users = Some(users);
        self
    }

    /// The circuit's share of a budget that several circuits have in common. What the circuit holds beyond its share is
    /// also charged to that budget. Without a share, the circuit has only its own limit,
    /// [`CircuitOptions::max_held_bytes`].
    #[must_use]
    pub fn share(mut self, share: Share) -> Self {
        self.share = Some(share);
        self
    }

    /// A layer around each call, inside of those that were given before.
    #[must_use]
    pub fn layer(mut self, layer: impl CallLayer) -> Self {
        self.layers.push(layer);
        self.layered = Some(&LAYERED);
        self
    }

    /// Layers that many circuits share, inside of those that were given before.
    #[must_use]
    pub fn shared_layers(mut self, layers: &CallLayers) -> Self {
        self.layers.extend(layers);
        self.layered = Some(&LAYERED);
        self
    }

    /// Checks that each state that methods take as [`State<T>`](crate::State) is given or declared, which [`build`](Self::build)
    /// does not check.
    ///
    /// # Errors
    ///
    /// If states are missing.
    ///
    /// # Panics
    ///
    /// If no registry was given and [`Registry::linked`] fails.
    pub fn check_states(&self) -> Result<(), MissingStates> {
        match &self.registry {
            Some(registry) => self.states.check(registry),
            None => self.states.check(&linked()),
        }
    }

    /// The client counts the credit of streams in bytes, and accepts the first `first_bytes` bytes of each stream from Rust
    /// before it claims the stream. Numbers of chunks in the methods of the circuit and in its messages are then numbers of
    /// bytes, windows adapt, and what a source yields at once is sent in one chunk. Default: the client counts chunks.
    #[must_use]
    pub fn byte_credit(mut self, first_bytes: u64) -> Self {
        self.credit = CreditUnit::Bytes { first: first_bytes };
        self
    }

    /// Creates the circuit.
    ///
    /// # Panics
    ///
    /// If no registry was given and [`Registry::linked`] fails because two methods of one assembly have the same id. If methods have
    /// a policy and no layer [decides about policies](CallLayer::decides_policies); [`CallLayers::check`] finds this before.
    #[must_use]
    pub fn build(self) -> CircuitHost {
        self.try_build().unwrap_or_else(|error| panic!("{error}"))
    }

    /// Makes the circuit, for hosts whose clients have registries of their own.
    ///
    /// # Errors
    ///
    /// If methods have a policy and no layer [decides about policies](CallLayer::decides_policies).
    ///
    /// # Panics
    ///
    /// If no registry was given and [`Registry::linked`] fails.
    pub fn try_build(mut self) -> Result<CircuitHost, MissingPolicyLayer> {
        let registry = self.registry.unwrap_or_else(linked);
        self.layers.check(&registry)?;
        let circuits = self.states.values.get_or_insert_with(|| Circuits::with_options(self.options.clone()));
        self.states.values.get_or_insert_with(|| Groups::with_options(self.options.clone()));
        let Self { name, mut options, services, states, user, users, share, layers, layered, credit, .. } = self;
        options.credit = credit;
        let core = CircuitCore::new(name, options, services, states.values, user, share, layers);
        circuits.list(&core, users);
        Ok(CircuitHost {
            core,
            registry,
            layered,
            running: Mutex::new(Some(UnfinishedWork::default())),
            begun: Mutex::default(),
        })
    }
}

fn linked() -> Registry {
    Registry::linked().unwrap_or_else(|error| panic!("{error}"))
}

impl fmt::Debug for CircuitHostBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CircuitHostBuilder").field("options", &self.options).finish_non_exhaustive()
    }
}

impl CircuitHost {
    /// Starts to configure a circuit.
    pub fn builder() -> CircuitHostBuilder {
        CircuitHostBuilder {
            name: None,
            options: CircuitOptions::default(),
            registry: None,
            services: Shared::new(NoServices),
            states: SharedStates::default(),
            user: None,
            users: None,
            share: None,
            layers: CallLayers::default(),
            layered: None,
            credit: CreditUnit::Chunks,
        }
    }
}
