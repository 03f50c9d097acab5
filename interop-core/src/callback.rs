//! Rust closures that JavaScript holds and calls.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::Reply;
use crate::descriptor::{Location, MethodDescriptor, MethodKind, ResultDescriptor};
use crate::error::CallError;
use crate::object::{ObjectReference, OneInteropObjectBlockPerType};
use crate::threading::{MaybeSend, MaybeSync};
use crate::thunk::{Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, send_future};

/// A closure that JavaScript calls by a method id, without a type of its own: the pattern of a helper class that invokes
/// an action.
///
/// ```
/// use interop_core::{Callback, InProcess};
///
/// let app = InProcess::new();
/// let helper = Callback::new("UpdateMessageCaller", |message: String| format!("{message} Called!"));
/// let message: String = app.object(&helper).call("UpdateMessageCaller", ("UpdateMessage",))?;
/// assert_eq!(message, "UpdateMessage Called!");
/// # Ok::<(), interop_core::CallFailure>(())
/// ```
///
/// Closures take up to eight owned arguments and return a value, or `Result<T, CallError>` of one.
///
/// See "Component instance .NET method helper class" in the ASP.NET Core article.
pub struct Callback {
    name: String,
    action: Action,
}

enum Action {
    Sync(Box<dyn SyncAction>),
    Async(Box<dyn AsyncAction>),
}

impl Callback {
    /// A reference to a closure that runs to completion.
    #[allow(clippy::new_ret_no_self, reason = "JavaScript holds references, so this is what is wanted")]
    pub fn new<A: 'static, K: 'static, F: CallbackFn<A>>(name: impl Into<String>, function: F) -> ObjectReference<Self>
    where
        F::Output: CallbackResult<K>,
    {
        let action = Action::Sync(Box::new(Typed { function, types: PhantomData::<fn(A, K)> }));
        ObjectReference::new(Self { name: name.into(), action })
    }

    /// A reference to a closure that returns a future.
    pub fn new_async<A: 'static, K: 'static, F: CallbackFn<A>>(
        name: impl Into<String>,
        function: F,
    ) -> ObjectReference<Self>
    where
        F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
    {
        let action = Action::Async(Box::new(Typed { function, types: PhantomData::<fn(A, K)> }));
        ObjectReference::new(Self { name: name.into(), action })
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({})", self.name)
    }
}

/// What a callback returns: a value, or `Result<T, CallError>` of one. `K` tells the two apart and is inferred.
pub trait CallbackResult<K>: MaybeSend {
    /// The value.
    #[doc(hidden)]
    type Value: Serialize;
    /// The value or the error.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn into_result(self) -> Result<Self::Value, CallError>;
}

/// The result is a value.
#[doc(hidden)]
#[derive(Debug)]
pub struct PlainResult;

/// The result is a value or an error.
#[doc(hidden)]
#[derive(Debug)]
pub struct FallibleResult;

impl<T: Serialize + MaybeSend> CallbackResult<PlainResult> for T {
    type Value = T;

    fn into_result(self) -> Result<T, CallError> {
        Ok(self)
    }
}

impl<T: Serialize + MaybeSend> CallbackResult<FallibleResult> for Result<T, CallError> {
    type Value = T;

    fn into_result(self) -> Self {
        self
    }
}

/// A closure that can be a [`Callback`]: up to eight owned arguments that can be deserialized.
pub trait CallbackFn<A>: MaybeSend + MaybeSync + 'static {
    /// What it returns.
    type Output;
    /// Decodes its arguments and calls it.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn call(&self, call: &Call<'_>) -> Result<Self::Output, CallError>;
}

macro_rules! callback_fns {
    ($($args:ident($($argument:ident)*);)*) => {
        $(
            #[allow(non_snake_case)]
            impl<F, R, $($argument: DeserializeOwned,)*> CallbackFn<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> R + MaybeSend + MaybeSync + 'static,
            {
                type Output = R;

                fn call(&self, call: &Call<'_>) -> Result<R, CallError> {
                    let ($($argument,)*) = call.$args()?;
                    Ok(self($($argument),*))
                }
            }
        )*
    };
}

callback_fns! {
    args_0();
    args_1(A);
    args_2(A B);
    args_3(A B C);
    args_4(A B C D);
    args_5(A B C D E);
    args_6(A B C D E G);
    args_7(A B C D E G H);
    args_8(A B C D E G H I);
}

/// A closure with its types forgotten.
trait SyncAction: MaybeSend + MaybeSync {
    fn run(&self, call: &Call<'_>, reply: &mut Reply) -> Outcome;
}

trait AsyncAction: MaybeSend + MaybeSync {
    /// Decodes the arguments and calls the closure; what it returns goes on with the call in hand.
    fn start(&self, call: &Call<'_>) -> Result<StartedAction, CallError>;
}

type StartedAction = Box<dyn FnOnce(OwnedCall) -> CallFuture>;

struct Typed<F, A, K> {
    function: F,
    types: PhantomData<fn(A, K)>,
}

impl<A: 'static, K: 'static, F: CallbackFn<A>> SyncAction for Typed<F, A, K>
where
    F::Output: CallbackResult<K>,
{
    fn run(&self, call: &Call<'_>, reply: &mut Reply) -> Outcome {
        let result = self.function.call(call)?.into_result();
        reply.send(call, result)
    }
}

impl<A: 'static, K: 'static, F: CallbackFn<A>> AsyncAction for Typed<F, A, K>
where
    F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
{
    fn start(&self, call: &Call<'_>) -> Result<StartedAction, CallError> {
        let future = self.function.call(call)?;
        Ok(Box::new(move |owned| {
            send_future(async move {
                let result = future.await.into_result();
                owned.reply(result)
            })
        }))
    }
}

/// The one method that every callback of a kind has, whatever its id.
const fn method(thunk: Thunk) -> MethodDescriptor {
    MethodDescriptor {
        assembly: Callback::ASSEMBLY,
        name: "callback",
        rust_name: "callback",
        docs: "",
        deprecated: None,
        parameters: &[],
        result: ResultDescriptor { type_name: "", shape: None },
        kind: MethodKind::Instance,
        location: Callback::LOCATION,
        thunk,
    }
}

static SYNC: MethodDescriptor = method(Thunk::Sync(run));
static ASYNC: MethodDescriptor = method(Thunk::Async(start));

fn run(call: &Call<'_>, reply: &mut Reply) -> Outcome {
    match &call.target::<Callback>()?.action {
        Action::Sync(action) => action.run(call, reply),
        Action::Async(_) => Err(CallError::internal("an asynchronous callback was called as a synchronous one")),
    }
}

fn start(owned: OwnedCall) -> CallFuture {
    let started = owned.call().target::<Callback>().and_then(|callback| match &callback.action {
        Action::Async(action) => action.start(&owned.call()),
        Action::Sync(_) => Err(CallError::internal("a synchronous callback was called as an asynchronous one")),
    });
    match started {
        Ok(go_on) => go_on(owned),
        Err(error) => Box::pin(std::future::ready(OwnedOutcome::Err(error))),
    }
}

#[diagnostic::do_not_recommend]
impl OneInteropObjectBlockPerType for Callback {
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
}
