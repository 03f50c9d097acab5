//! The states that methods need are known before the first call.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]
use interop_core::host::SharedStates;
use interop_core::{
    CallError, CallInfo, Circuits, FromCall, FromCallAsync, Groups, InProcess, Registry, RequiredStates, State,
    interop_object, js_invokable, methods,
};

struct Stock;
struct Prices;
struct Session;

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn takes_a_state(_: State<Stock>) {}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn borrows_a_state(_: &State<Stock>, _: u32, _: &State<Prices>) {}

#[js_invokable]
#[allow(private_interfaces, reason = "the type has no name outside")]
pub fn accepts_its_absence(_: Result<State<Stock>, CallError>) {}

#[js_invokable]
pub fn takes_what_every_circuit_has(_: State<Circuits>, _: State<Groups>, _: Circuits, _: Groups) {}

/// An application's parameter that is made from two states, and says so.
pub struct Till;

impl FromCall for Till {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Ok(Self)
    }

    fn required_states(states: &mut RequiredStates) {
        states.require::<Prices>();
        State::<Stock>::required_states(states);
    }
}

#[js_invokable]
pub fn takes_a_parameter_that_needs_states(_: Till) {}

/// A parameter that is awaited.
pub struct Caller;

impl FromCallAsync for Caller {
    type Refusal = CallError;

    async fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Ok(Self)
    }

    fn required_states(states: &mut RequiredStates) {
        states.require::<Session>();
    }
}

#[js_invokable]
pub async fn takes_an_awaited_parameter(_: Caller) {}

pub struct Shelf;

#[interop_object]
impl Shelf {
    #[js_invokable]
    #[allow(private_interfaces, reason = "the type has no name outside")]
    pub fn count(&self, _: State<Stock>) {}
}

/// The text of the error about this registry without any state, or nothing.
fn missing(registry: &Registry) -> String {
    SharedStates::default().check(registry).map_or_else(|error| error.to_string(), |()| String::new())
}

macro_rules! registry {
    ($($method:ident),*) => { Registry::builder().methods(methods![$($method),*]).build().unwrap() };
}

#[test]
fn states_are_missing_if_a_method_takes_them_and_nobody_gave_them() {
    let text = missing(&registry![takes_a_state, borrows_a_state]);
    let types: Vec<_> = text.lines().skip(1).collect();
    assert_eq!(
        types,
        [
            "  `State<required_states::Prices>` is taken by `interop-tests.borrows_a_state`",
            "  `State<required_states::Stock>` is taken by `interop-tests.borrows_a_state`, `interop-tests.takes_a_state`",
        ]
    );
}

#[test]
fn only_what_the_methods_of_the_registry_take_counts() {
    assert_eq!(missing(&registry![accepts_its_absence]), "");
    assert_eq!(missing(&registry![takes_what_every_circuit_has]), "");
    assert!(missing(&registry![takes_a_state]).contains("Stock"));
    assert!(!missing(&registry![takes_a_state]).contains("Prices"));
}

#[test]
fn parameters_of_applications_declare_what_they_need() {
    let text = missing(&registry![takes_a_parameter_that_needs_states]);
    assert!(text.contains("Prices") && text.contains("Stock"), "{text}");
    assert!(missing(&registry![takes_an_awaited_parameter]).contains("Session"));
}

#[test]
fn methods_of_objects_need_their_states_too() {
    let registry = Registry::builder().object::<Shelf>().build().unwrap();
    assert!(missing(&registry).contains("`State<required_states::Stock>` is taken by `Shelf.count`"));
}

#[test]
fn given_and_declared_states_are_not_missing() {
    let registry = registry![borrows_a_state];
    let app = || InProcess::builder().registry(registry.clone());
    assert!(app().state(Prices).check_states().unwrap_err().to_string().contains("Stock"));
    app().state(Prices).state(Stock).check_states().unwrap();
    app().state(Prices).connection_state::<Stock>().check_states().unwrap();
    // A test may call the methods whose states it gives.
    let app = app().state(Prices).build();
    assert_eq!(app.invoke("interop-tests", "borrows_a_state", "[1]").unwrap_err().code, "internal");
}

#[test]
fn of_many_methods_the_first_are_listed() {
    macro_rules! functions {
        ($($name:ident)*) => { mod many { $(
            #[interop_core::js_invokable]
            #[allow(private_interfaces, reason = "the type has no name outside")]
            #[allow(unreachable_pub)]
            pub fn $name(_: interop_core::State<super::Session>) {}
        )* } };
    }
    functions!(a b c d e);
    let registry = Registry::builder().methods(methods![many::a, many::b, many::c, many::d, many::e]).build().unwrap();
    let text = missing(&registry);
    let listed = "`interop-tests.a`, `interop-tests.b`, `interop-tests.c` and 2 more";
    assert!(text.ends_with(listed), "{text}");
}
