//! Events that are declared once, with the types of their arguments.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;

use crate::circuit::MAX_NAME_BYTES;

/// An event with the types of its arguments, which [`event!`](crate::event!) declares.
///
/// It is sent in place of a name, with [`Circuit::send`](crate::Circuit::send), [`Circuits::send`](crate::Circuits::send),
/// [`Groups::send`](crate::Groups::send) and their kin. The compiler checks the arguments, a tuple `A` or a reference to one.
pub struct Event<A> {
    name: &'static str,
    args: PhantomData<fn(A)>,
}

impl<A> Event<A> {
    /// The event of this name, which the contract does not contain: see [`event!`](crate::event!).
    ///
    /// # Panics
    ///
    /// If the name is empty or longer than 256 bytes; in a `static`, this is an error of the compiler.
    pub const fn new(name: &'static str) -> Self {
        assert!(!name.is_empty() && name.len() <= MAX_NAME_BYTES, "the name of an event is empty or too long");
        Self { name, args: PhantomData }
    }

    /// The name by which JavaScript handles it.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<A> fmt::Debug for Event<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Event").field(&self.name).finish()
    }
}

/// What can be sent with arguments of the type `A`: an [`Event<A>`], or a name, which is sent with any arguments.
#[diagnostic::on_unimplemented(
    message = "the event is not sent with arguments of the type `{A}`",
    label = "not an event with these arguments",
    note = "an `Event<A>` is sent with an `A` or a reference to one: a tuple of the types that `event!` declares"
)]
pub trait EventName<A>: Copy {
    /// The name.
    fn event_name(&self) -> &str;
}

impl<A: Serialize> EventName<A> for &str {
    fn event_name(&self) -> &str {
        self
    }
}

impl<A: Serialize> EventName<A> for &String {
    fn event_name(&self) -> &str {
        self
    }
}

impl<A: Serialize> EventName<A> for &Event<A> {
    fn event_name(&self) -> &str {
        self.name
    }
}

impl<A: Serialize> EventName<&A> for &Event<A> {
    fn event_name(&self) -> &str {
        self.name
    }
}

/// Declares an event that Rust sends to pages: its name, and its arguments as the handlers of pages get them.
///
/// ```
/// use interop_core::testing::Script;
/// use interop_core::{Circuit, InProcess, JsError, event, js_invokable};
///
/// event! {
///     /// The price of an article has changed.
///     pub static PRICE_CHANGED = "prices.changed"(article: String, price: f64);
/// }
///
/// #[js_invokable(assembly = "Shop")]
/// pub fn raise(circuit: Circuit) -> Result<(), JsError> {
///     circuit.send(&PRICE_CHANGED, ("tea".to_owned(), 3.5))
/// }
///
/// let script = Script::new().on("prices.changed", |event| {
///     assert_eq!(event.args::<(String, f64)>().unwrap(), ("tea".to_owned(), 3.5));
/// });
/// let app = InProcess::builder().javascript(script).build();
/// app.invoke("Shop", "raise", "[]").unwrap();
/// app.settle();
/// ```
///
/// The result is a `static` of the type [`Event<(String, f64)>`](crate::Event). With feature `contract`, the event is a part of the
/// contract of its crate's assembly, and the generated client declares it, so that TypeScript checks the handlers:
/// `DotNet.on('prices.changed', (article, price) => …)`. An event has one declaration in a program; two of one name are an
/// error when the contract is made.
#[macro_export]
macro_rules! event {
    ($(
        $(#[doc = $docs:literal])*
        $visibility:vis static $name:ident = $event:literal($($argument:ident: $type:ty),* $(,)?);
    )*) => {$(
        $(#[doc = $docs])*
        $visibility static $name: $crate::Event<($($type,)*)> = $crate::Event::new($event);
        $crate::__private::describe_event! { $event [$($docs)*] $($argument: $type,)* }
    )*};
}

/// Describes an event to generators: never without feature `contract`.
#[cfg(not(feature = "contract"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_event {
    ($($description:tt)*) => {};
}

/// Describes an event to generators.
#[cfg(feature = "contract")]
#[doc(hidden)]
#[macro_export]
macro_rules! __interop_event {
    ($event:literal [$($docs:literal)*] $($argument:ident: $type:ty,)*) => {
        const _: () = {
            $crate::__private::submit! {
                // No other event of the program has the name.
                ::core::concat!("__interop_event ", $event),
                $crate::__private::Registration::Event($crate::__private::contract::EventDescriptor {
                    assembly: $crate::__private::assembly_name!(),
                    name: $event,
                    docs: ::core::concat!($($docs, "\n"),*),
                    parameters: &[$(
                        $crate::__private::contract::InterfaceParameter {
                            name: ::core::stringify!($argument),
                            type_name: ::core::stringify!($type),
                            shape: $crate::__private::shape!($type),
                        }
                    ),*],
                    location: $crate::__private::location!(),
                })
            }
        };
    };
}
