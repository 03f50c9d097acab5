//! Rust closures that JavaScript holds and calls.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::argument::{FromArgument, NeedsNoAwait};
use crate::codec::Reply;
use crate::descriptor::{Location, MethodDescriptor, MethodKind, ResultDescriptor};
use crate::error::CallError;
use crate::object::{ObjectReference, OneInteropObjectBlockPerType};
use crate::threading::{MaybeSend, MaybeSync};
use crate::thunk::{Call, CallFuture, Outcome, OwnedCall, OwnedOutcome, Thunk, send_future};

/// A closure that JavaScript calls by a method id. In Blazor, this needs a helper class that invokes an action.
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
/// A closure takes up to eight owned arguments and returns a value or a `Result<T, CallError>`. Other errors are converted
/// to [`CallError`], with `?` or with `map_err(CallError::internal)`.
///
/// A callback is a reference: return it from a method, pass it to JavaScript, or use it anywhere in a result or an
/// argument. JavaScript receives an object with `invokeMethodAsync(name, ...)` and `dispose()`. A callback gets an id
/// when it is first sent to a circuit. The circuit then holds the closure until either side disposes the callback,
/// JavaScript releases it, or the circuit ends. A clone shares the closure and the id. As a parameter, a `Callback` is
/// one that JavaScript passes back.
///
/// See "Component instance .NET method helper class" in the ASP.NET Core article.
#[derive(Clone)]
pub struct Callback(ObjectReference<Closure>);

impl Callback {
    /// Creates a callback from a closure that runs to completion.
    pub fn new<A, K, F, M>(name: impl Into<String>, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: CallbackResult<K>,
    {
        let action = Action::Sync(Box::new(TypedFunction { function, types: PhantomData::<fn(A, K, M)> }));
        Self(ObjectReference::new(Closure { name: name.into(), action }))
    }

    /// Creates a callback from a closure that returns a future.
    pub fn new_async<A, K, F, M>(name: impl Into<String>, function: F) -> Self
    where
        F: CallbackFn<A>,
        A: CallbackArguments<M>,
        K: 'static,
        M: 'static,
        F::Output: Future<Output: CallbackResult<K>> + MaybeSend + 'static,
    {
        let action = Action::Async(Box::new(TypedFunction { function, types: PhantomData::<fn(A, K, M)> }));
        Self(ObjectReference::new(Closure { name: name.into(), action }))
    }

    /// The method id by which JavaScript calls it.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The id of the callback in its circuit, if it was sent to one.
    pub fn id(&self) -> Option<u64> {
        ObjectReference::id(&self.0)
    }

    /// Ends the callback and its clones: the circuit drops the closure, and later calls by JavaScript fail. Calling it
    /// again has no effect.
    pub fn dispose(&self) {
        ObjectReference::dispose(&self.0);
    }

    /// Whether the callback was disposed, from either side or because its circuit has ended.
    pub fn is_disposed(&self) -> bool {
        ObjectReference::is_disposed(&self.0)
    }

    pub(crate) fn reference(&self) -> &ObjectReference<Closure> {
        &self.0
    }
}

impl Serialize for Callback {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Callback {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ObjectReference::deserialize(deserializer).map(Self)
    }
}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({})", self.name())
    }
}

/// The object behind a callback.
pub(crate) struct Closure {
    name: String,
    action: Action,
}

enum Action {
    Sync(Box<dyn SyncAction>),
    Async(Box<dyn AsyncAction>),
}

/// The result of a callback: a value or a `Result<T, CallError>`. `K` distinguishes the two and is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a `Callback`",
    label = "returns `{Self}`",
    note = "a result must implement `serde::Serialize`, and so must everything in it; or return `Result<.., CallError>`",
    note = "a closure that is `async` or returns a future is made a callback by `Callback::new_async`"
)]
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

#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend> CallbackResult<PlainResult> for T {
    type Value = T;

    fn into_result(self) -> Result<T, CallError> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend> CallbackResult<FallibleResult> for Result<T, CallError> {
    type Value = T;

    fn into_result(self) -> Self {
        self
    }
}

/// Marks a `Result` whose error is a value for serde, such as `Result<T, String>`.
///
/// Such a result is also a value, which would reach JavaScript as `{"Ok":..}` or `{"Err":..}`. Two implementations apply to
/// it, so the compiler rejects the closure and lists both: the name of the marker is for this list.
#[doc(hidden)]
#[derive(Debug)]
pub struct ConvertTheErrorToCallError;

#[doc(hidden)]
#[diagnostic::do_not_recommend]
impl<T: Serialize + MaybeSend, E: Serialize + MaybeSend> CallbackResult<ConvertTheErrorToCallError> for Result<T, E> {
    type Value = T;

    fn into_result(self) -> Result<T, CallError> {
        self.map_err(|_| CallError::internal("the error of a callback is a `CallError`"))
    }
}

/// A closure that can be a [`Callback`]: up to eight [arguments](CallbackArguments).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a `Callback`",
    label = "not a closure with up to eight parameters"
)]
pub trait CallbackFn<A>: MaybeSend + MaybeSync + 'static {
    /// What it returns.
    type Output;
    /// Calls it.
    #[doc(hidden)]
    fn call(&self, arguments: A) -> Self::Output;
}

/// The arguments of a [`Callback`]: a tuple of up to eight types that own their data. `M` is inferred.
///
/// Each type is an argument that can be deserialized, or a context parameter; see [`FromArgument`].
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be the arguments of a `Callback`")]
pub trait CallbackArguments<M>: Sized + 'static {
    /// Decodes them.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc)]
    fn take(call: &Call<'_>) -> Result<Self, CallError>;
}

/// An argument of a callback. The compiler cannot express that a parameter of a closure must not borrow. If several
/// implementations apply, however, it reports them, so the names of the markers explain the error.
#[doc(hidden)]
pub trait CallbackArgument<M> {}

/// Marks arguments that own their data.
#[doc(hidden)]
#[derive(Debug)]
pub struct OwnedArgument;

/// Marks arguments that borrow, which a callback cannot take.
#[doc(hidden)]
#[derive(Debug)]
pub struct TakeAnOwnedTypeSuchAsStringInsteadOfStr;

impl<T> CallbackArgument<OwnedArgument> for T {}
impl<T: ?Sized> CallbackArgument<TakeAnOwnedTypeSuchAsStringInsteadOfStr> for &T {}

macro_rules! callback_fns {
    ($($args:ident($($argument:ident $marker:ident $via:ident)*);)*) => {
        $(
            #[allow(non_snake_case)]
            impl<F, R, $($argument,)*> CallbackFn<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> R + MaybeSend + MaybeSync + 'static,
            {
                type Output = R;

                fn call(&self, arguments: ($($argument,)*)) -> R {
                    let ($($argument,)*) = arguments;
                    self($($argument),*)
                }
            }

            // Hidden, because its bounds contain the traits behind the error texts.
            #[doc(hidden)]
            impl<$($argument, $marker, $via,)*> CallbackArguments<($(($marker, $via),)*)> for ($($argument,)*)
            where
                $($argument: CallbackArgument<$marker> + for<'c> FromArgument<'c, $via> + NeedsNoAwait<$via> + 'static,)*
            {
                fn take(call: &Call<'_>) -> Result<Self, CallError> {
                    call.$args()
                }
            }
        )*
    };
}

callback_fns! {
    args_0();
    args_1(A OwnedA ViaA);
    args_2(A OwnedA ViaA B OwnedB ViaB);
    args_3(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC);
    args_4(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD);
    args_5(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE);
    args_6(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG);
    args_7(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG H OwnedH ViaH);
    args_8(A OwnedA ViaA B OwnedB ViaB C OwnedC ViaC D OwnedD ViaD E OwnedE ViaE G OwnedG ViaG H OwnedH ViaH I OwnedI ViaI);
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
        rust_name: "callback",
        docs: "",
        deprecated: None,
        parameters: &[],
        result: ResultDescriptor { type_name: "", shape: None },
        kind: MethodKind::Instance,
        policy: &[],
        timeout: None,
        location: Closure::LOCATION,
        thunk,
        entry: thunk,
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
