//! The source of a stream of values, without its type.

use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};

use futures_util::stream::Stream;
use serde::Serialize;

use super::read;
use crate::circuit::host::NEXT;
use crate::circuit::{Ambient, Charge, CircuitCore, cost, drop_quietly, encode};
use crate::codec::Reply;
use crate::descriptor::{Location, MethodDescriptor, MethodKind, ResultDescriptor};
use crate::error::{CallError, ErrorCode};
use crate::object::OneInteropObjectBlockPerType;
use crate::threading::{MaybeSend, Shared, WeakShared, lock};
use crate::thunk::Thunk;

/// A stream whose next value is written as JSON.
trait ItemStream: MaybeSend {
    /// Writes the next value to an empty reply. Ready without a result at the end of the stream.
    fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut Reply,
        circuit: &Shared<CircuitCore>,
    ) -> Poll<Option<Result<(), CallError>>>;
}

#[cfg(not(target_arch = "wasm32"))]
type BoxItemStream = Box<dyn ItemStream + Sync>;
#[cfg(target_arch = "wasm32")]
type BoxItemStream = Box<dyn ItemStream>;

/// A stream, and where it was sent: it runs there, whichever call reads it.
pub(super) struct SentItems {
    stream: BoxItemStream,
    ambient: Ambient,
}

impl SentItems {
    /// Writes the next value to an empty reply. Ready without a result at the end of the stream.
    pub(super) fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut Reply,
        circuit: &Shared<CircuitCore>,
    ) -> Poll<Option<Result<(), CallError>>> {
        let _entered = self.ambient.enter();
        self.stream.poll_item(cx, item, circuit)
    }

    /// Drops the stream. It belongs to the application, so its destructor may panic.
    pub(super) fn discard(self) {
        let _entered = self.ambient.enter();
        drop_quietly(self.stream);
    }
}

/// A stream, and how its values become values of the application.
struct TypedSource<S, F> {
    // The stream need not be `Sync`: only the reader that has taken it out of the object uses it.
    stream: Mutex<Pin<Box<S>>>,
    convert: F,
}

impl<S, T, F> ItemStream for TypedSource<S, F>
where
    S: Stream + MaybeSend,
    T: Serialize,
    F: Fn(S::Item) -> Result<T, CallError> + MaybeSend,
{
    fn poll_item(
        &mut self,
        cx: &mut Context<'_>,
        item: &mut Reply,
        circuit: &Shared<CircuitCore>,
    ) -> Poll<Option<Result<(), CallError>>> {
        let stream = self.stream.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        let next = ready!(stream.as_mut().poll_next(cx));
        Poll::Ready(next.map(|next| encode(&(self.convert)(next)?, item, circuit)))
    }
}

/// The object that JavaScript holds for a stream. It is read by calls of its method.
pub(crate) struct ItemSource {
    state: Mutex<SourceState>,
    /// The size of the stream itself.
    size: usize,
    /// What the circuit counts for the stream, since it was sent.
    admission: Mutex<Option<Admission>>,
}

/// Who has the stream.
pub(super) enum SourceState {
    /// No reader is waiting.
    Idle(SentItems),
    /// A call that waits for values.
    Reading,
    /// Nobody: it has ended with an error that was not sent yet.
    Failed(CallError),
    /// Nobody: it has ended.
    Ended,
}

/// Counts a stream in its circuit until it is dropped.
struct Admission {
    circuit: WeakShared<CircuitCore>,
    _charge: Charge,
}

impl Drop for Admission {
    fn drop(&mut self) {
        if let Some(circuit) = self.circuit.upgrade() {
            circuit.item_streams.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl ItemSource {
    pub(super) fn new<S, T, F>(stream: S, convert: F) -> Self
    where
        S: Stream + MaybeSend + 'static,
        T: Serialize + 'static,
        F: Fn(S::Item) -> Result<T, CallError> + MaybeSend + crate::threading::MaybeSync + 'static,
    {
        let size = size_of::<S>();
        let source = TypedSource { stream: Mutex::new(Box::pin(stream)), convert };
        let source = SentItems { stream: Box::new(source), ambient: Ambient::default() };
        Self { state: Mutex::new(SourceState::Idle(source)), size, admission: Mutex::new(None) }
    }

    /// Counts the stream in its circuit.
    pub(super) fn admit(&self, circuit: &Shared<CircuitCore>) -> Result<(), CallError> {
        let mut admission = lock(&self.admission);
        if admission.is_some() {
            return Ok(());
        }
        let link = &circuit.link;
        if circuit.item_streams.load(Ordering::Relaxed) >= link.options.max_streams {
            return Err(link.options.too_many_streams());
        }
        let charge = link.budget.charge(cost::STREAM + self.size)?;
        circuit.item_streams.fetch_add(1, Ordering::Relaxed);
        *admission = Some(Admission { circuit: Shared::downgrade(circuit), _charge: charge });
        if let SourceState::Idle(source) = &mut *lock(&self.state) {
            source.ambient = Ambient::current(&*circuit.services);
        }
        Ok(())
    }

    /// Takes the stream, to read it. `None` if it has ended.
    pub(super) fn take(&self) -> Result<Option<SentItems>, CallError> {
        let mut state = lock(&self.state);
        match std::mem::replace(&mut *state, SourceState::Ended) {
            SourceState::Idle(source) => {
                *state = SourceState::Reading;
                Ok(Some(source))
            }
            SourceState::Reading => {
                *state = SourceState::Reading;
                let text = "Another call is already waiting for the next items of this stream.";
                Err(CallError::dispatch(ErrorCode::InvalidArguments, text.to_owned()))
            }
            SourceState::Failed(error) => Err(error),
            SourceState::Ended => Ok(None),
        }
    }

    /// Notes what a reader has left of the stream.
    pub(super) fn put(&self, left: SourceState) {
        let ended = matches!(left, SourceState::Ended | SourceState::Failed(_));
        *lock(&self.state) = left;
        if ended {
            let admission = lock(&self.admission).take();
            drop(admission);
        }
    }

    /// Whether nothing is left of the stream, neither values nor an error.
    pub(super) fn has_ended(&self) -> bool {
        matches!(*lock(&self.state), SourceState::Ended)
    }
}

impl Drop for ItemSource {
    fn drop(&mut self) {
        let left = std::mem::replace(&mut *lock(&self.state), SourceState::Ended);
        match left {
            SourceState::Idle(source) => source.discard(),
            SourceState::Reading | SourceState::Failed(_) | SourceState::Ended => drop_quietly(left),
        }
    }
}

static NEXT_ITEMS: MethodDescriptor = MethodDescriptor {
    assembly: ItemSource::ASSEMBLY,
    name: NEXT,
    rust_name: None,
    docs: "",
    deprecated: None,
    parameters: &[],
    result: ResultDescriptor { type_name: "", shape: None },
    kind: MethodKind::Items,
    policy: &[],
    timeout: None,
    location: ItemSource::LOCATION,
    entry: Thunk::Async(read::next),
    guarded: None,
};

#[diagnostic::do_not_recommend]
impl OneInteropObjectBlockPerType for ItemSource {
    const NAME: &'static str = "Items";
    const DOCS: &'static str = "";
    const ASSEMBLY: &'static str = env!("CARGO_PKG_NAME");
    const LOCATION: Location = crate::__interop_location!();
    const METHODS: &'static [MethodDescriptor] = &[];
    const STATICS: &'static [MethodDescriptor] = &[];

    fn resolve(&self, name: &str) -> Option<&'static MethodDescriptor> {
        (name == NEXT).then_some(&NEXT_ITEMS)
    }

    /// Error texts contain the public type.
    fn full_name() -> &'static str {
        Self::NAME
    }
}
