//! The object behind a callback: a closure without its types, with one method.

use std::marker::PhantomData;

use super::{CallbackArguments, CallbackFn, CallbackResult};
use crate::codec::Reply;
use crate::descriptor::{Location, MethodDescriptor, MethodKind, ResultDescriptor};
use crate::error::CallError;
use crate::object::OneInteropObjectBlockPerType;
use crate::threading::{MaybeSend, MaybeSync};
use crate::thunk::{Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, send_future};

/// The object behind a callback.
pub(crate) struct Closure {
    name: String,
    action: Action,
}

impl Closure {
    pub(super) fn new<A, K, F, M>(name: String, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: CallbackResult<K>,
    {
        let function = TypedFunction { function, types: PhantomData::<fn(A, K, M)> };
        Self { name, action: Action::Sync(Box::new(function)) }
    }

    pub(super) fn new_async<A, K, F, M>(name: String, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
    {
        let function = TypedFunction { function, types: PhantomData::<fn(A, K, M)> };
        Self { name, action: Action::Async(Box::new(function)) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

enum Action {
    Sync(Box<dyn SyncAction>),
    Async(Box<dyn AsyncAction>),
}

/// A closure without its types.
trait SyncAction: MaybeSend + MaybeSync {
    fn run(&self, call: &Call<'_>, reply: &mut Reply) -> Outcome;
}

trait AsyncAction: MaybeSend + MaybeSync {
    /// Decodes the arguments and calls the closure. The returned function continues with the owned call.
    fn start(&self, call: &Call<'_>) -> Result<StartedAction, CallError>;
}

type StartedAction = Box<dyn FnOnce(OwnedCall) -> CallFuture>;

struct TypedFunction<F, A, K, M> {
    function: F,
    types: PhantomData<fn(A, K, M)>,
}

impl<A: CallbackArguments<M>, K, M, F: CallbackFn<A>> SyncAction for TypedFunction<F, A, K, M>
where
    F::Output: CallbackResult<K>,
{
    fn run(&self, call: &Call<'_>, reply: &mut Reply) -> Outcome {
        let result = self.function.call(A::take(call)?).into_result();
        reply.send(call, result)
    }
}

impl<A: CallbackArguments<M>, K, M, F: CallbackFn<A>> AsyncAction for TypedFunction<F, A, K, M>
where
    F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
{
    fn start(&self, call: &Call<'_>) -> Result<StartedAction, CallError> {
        let future = self.function.call(A::take(call)?);
        Ok(Box::new(move |owned| {
            send_future(async move {
                let result = future.await.into_result();
                owned.reply(result)
            })
        }))
    }
}

/// The only method of one kind of callback. Its id differs between callbacks.
const fn method(thunk: Thunk) -> MethodDescriptor {
    MethodDescriptor {
        assembly: Closure::ASSEMBLY,
        name: "callback",
        rust_name: None,
        docs: "",
        deprecated: None,
        parameters: &[],
        result: ResultDescriptor { type_name: "", shape: None },
        kind: MethodKind::Instance,
        policy: &[],
        timeout: None,
        location: Closure::LOCATION,
        entry: thunk,
        guarded: None,
    }
}

static SYNC: MethodDescriptor = method(Thunk::Sync(run));
static ASYNC: MethodDescriptor = method(Thunk::Async(start));

fn run(call: &Call<'_>, reply: &mut Reply) -> Outcome {
    match &call.target::<Closure>()?.action {
        Action::Sync(action) => action.run(call, reply),
        Action::Async(_) => Err(CallError::internal("an asynchronous callback was called as a synchronous one")),
    }
}

fn start(owned: OwnedCall) -> CallFuture {
    let started = owned.call().target::<Closure>().and_then(|callback| match &callback.action {
        Action::Async(action) => action.start(&owned.call()),
        Action::Sync(_) => Err(CallError::internal("a synchronous callback was called as an asynchronous one")),
    });
    match started {
        Ok(go_on) => go_on(owned),
        Err(error) => Box::pin(std::future::ready(OwnedOutcome::Err(error))),
    }
}

#[diagnostic::do_not_recommend]
impl OneInteropObjectBlockPerType for Closure {
    const NAME: &'static str = "Callback";
    const DOCS: &'static str = "";
    const ASSEMBLY: &'static str = env!("CARGO_PKG_NAME");
    const LOCATION: Location = crate::__interop_location!();
    const METHODS: &'static [MethodDescriptor] = &[];
    const STATICS: &'static [MethodDescriptor] = &[];

    fn resolve(&self, name: &str) -> Option<&'static MethodDescriptor> {
        let method = match self.action {
            Action::Sync(_) => &SYNC,
            Action::Async(_) => &ASYNC,
        };
        (name == self.name).then_some(method)
    }

    /// Error texts contain the public type.
    fn full_name() -> &'static str {
        Self::NAME
    }
}
