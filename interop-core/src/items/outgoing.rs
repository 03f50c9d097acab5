use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;

use futures_util::stream::Stream;
use serde::ser::{Serialize, Serializer};

use super::source::ItemSource;
use crate::circuit::CircuitCore;
use crate::codec::{ITEMS_KEY, JS_REFERENCE_NAME, write_reference};
use crate::context::IntoCallError;
use crate::error::CallError;
use crate::object::ObjectReference;
use crate::scope::{self, Phase};
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// Values that JavaScript reads one after the other, with `for await`. Use it in a result, or in the arguments of a call
/// to JavaScript or of an event.
///
/// A method that returns a stream need not name this type: `impl Stream<Item = T>`, a boxed stream, or any other type
/// that implements `Stream` is sent in the same way.
///
/// ```
/// use futures_util::stream;
/// use interop_core::{Items, js_invokable};
/// use serde::Serialize;
///
/// #[derive(Serialize)]
/// pub struct Listing {
///     total: u32,
///     names: Items<String>,
/// }
///
/// #[js_invokable]
/// pub fn list_names() -> Listing {
///     let names = ["Amy", "Ben"].map(String::from);
///     Listing { total: 2, names: Items::new(stream::iter(names)) }
/// }
/// ```
///
/// `E` is the error with which the stream can end, a [`ClientError`](crate::ClientError) or [`CallError`]. By default there
/// is none.
///
/// The stream is only polled while JavaScript waits for values, and at most 16 values ahead at first. A reader that
/// keeps up gets up to 256 values at once. Values that are ready are sent together.
///
/// The stream is dropped at its end, when JavaScript leaves the loop, when its garbage collector has found that nobody
/// can read the stream any more, and when the circuit ends. An unread stream counts against
/// [`CircuitOptions::max_streams`](crate::CircuitOptions::max_streams). It can be sent once.
pub struct Items<T, E = Infallible> {
    reference: ObjectReference<ItemSource>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Serialize + 'static> Items<T> {
    /// The values of a stream.
    pub fn new(stream: impl Stream<Item = T> + MaybeSend + 'static) -> Self {
        Self::converted(stream, Ok)
    }
}

impl<T: Serialize + 'static, E: IntoCallError> Items<T, E> {
    /// The values of a stream that ends with its first error. JavaScript gets the code and the data of the error.
    pub fn try_new(stream: impl Stream<Item = Result<T, E>> + MaybeSend + 'static) -> Self {
        Self::converted(stream, |item| item.map_err(E::into_call_error))
    }
}

impl<T: Serialize + 'static, E> Items<T, E> {
    /// The values of a stream, after a conversion.
    pub(crate) fn converted<S, F>(stream: S, convert: F) -> Self
    where
        S: Stream + MaybeSend + 'static,
        F: Fn(S::Item) -> Result<T, CallError> + MaybeSend + MaybeSync + 'static,
    {
        Self { reference: ObjectReference::new(ItemSource::new(stream, convert)), types: PhantomData }
    }
}

impl<T, E> Items<T, E> {
    fn send(&self, circuit: &Shared<CircuitCore>) -> Result<u64, CallError> {
        let held = ObjectReference::id(&self.reference).is_some_and(|id| circuit.objects.get(id).is_ok());
        if held || ObjectReference::is_disposed(&self.reference) {
            return Err(CallError::internal("a stream of items can be sent only once"));
        }
        self.reference.admit(circuit)?;
        ObjectReference::send(&self.reference, circuit)
    }
}

impl<T, E> fmt::Debug for Items<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}

impl<T, E> Serialize for Items<T, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let id = match CircuitCore::with_current(Phase::Encode, |circuit| self.send(circuit)) {
            Some(Ok(id)) => id,
            Some(Err(error)) => return Err(scope::refuse_writing(error)),
            None => return Err(scope::refuse_writing(scope::no_circuit("a stream of items"))),
        };
        write_reference(serializer, JS_REFERENCE_NAME, ITEMS_KEY, &id)
    }
}
