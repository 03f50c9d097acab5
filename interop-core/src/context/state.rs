use std::any::{TypeId, type_name};
use std::fmt;
use std::ops::Deref;

use super::{CallInfo, FromCall, RequiredStates};
use crate::clients::{Circuits, Groups};
use crate::error::CallError;
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// A value of the application that methods take as a context parameter; it takes no argument of the call.
///
/// It is set on the host for all circuits, or attached to one [`Circuit`](crate::Circuit), which takes precedence.
///
/// A server, and a module for WebAssembly, does not start if a method takes a state that it was neither given nor declared
/// as a state that circuits get later. Where that could not be checked, a call of the method fails: in
/// [`InProcess`](crate::InProcess), whose tests use parts of an application, and for methods of generic types. Take
/// `Result<State<T>, CallError>` for a state that may be missing.
///
/// ```
/// use interop_core::{InProcess, State, js_invokable};
///
/// pub struct Prices { apple: u32 }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn price(prices: State<Prices>, quantity: u32) -> u32 {
///     prices.apple * quantity
/// }
///
/// let app = InProcess::builder().state(Prices { apple: 3 }).build();
/// assert_eq!(app.invoke("Shop", "price", "[4]").unwrap(), "12");
/// ```
pub struct State<T>(Shared<T>);

impl<T> State<T> {
    pub(super) fn new(value: Shared<T>) -> Self {
        Self(value)
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self(Shared::clone(&self.0))
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("State").field(&*self.0).finish()
    }
}

impl CallInfo<'_> {
    /// The value of this type that was attached to the circuit or given to its host, as [`State<T>`] takes it.
    pub fn state<T: MaybeSend + MaybeSync + 'static>(&self) -> Option<State<T>> {
        self.core().states.get().map(State::new)
    }
}

impl RequiredStates {
    /// The parameter cannot be made without a [`State<T>`](crate::State).
    pub fn require<T: MaybeSend + MaybeSync + 'static>(&mut self) {
        // Every circuit has these two.
        let state = TypeId::of::<T>();
        if state != TypeId::of::<Circuits>() && state != TypeId::of::<Groups>() {
            self.add(state, type_name::<T>());
        }
    }
}

impl<T: MaybeSend + MaybeSync + 'static> FromCall for State<T> {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.state().ok_or_else(|| CallError::missing_state(type_name::<T>()))
    }

    fn required_states(states: &mut RequiredStates) {
        states.require::<T>();
    }
}
