//! Defines how the core calls generated code: function pointers in constant data, one for each method.
//!
//! A thunk decodes typed arguments from the [`Call`], runs the user's function and writes the result to the [`Reply`].
//! Thunks of asynchronous and blocking methods own their call, because they outlive the message.

use std::borrow::Cow;
use std::fmt;

use compact_str::CompactString;

use crate::argument::extract_then;
use crate::circuit::{Callee, CircuitCore, Unread, cost, encode};
use crate::codec::{Arena, IntoReply, Reply};
use crate::descriptor::{MethodDescriptor, MethodKind, ObjectDescriptor, ParameterDescriptor};
use crate::error::{CallError, ErrorCode};
use crate::object::{InteropObject, TrackedObject};
use crate::threading::{BoxFnOnce, BoxFuture, MaybeSend, Shared};

/// The entry point of a method.
#[derive(Clone, Copy)]
pub enum Thunk {
    /// Runs to completion and allocates no box.
    Sync(for<'c> fn(&Call<'c>, &mut Reply) -> Outcome),
    /// Creates a future, which is polled once immediately.
    Async(fn(OwnedCall) -> CallFuture),
    /// Like `Async`, for methods with context parameters that are awaited.
    Extracting(ExtractingThunk),
    /// Creates a closure that may block its thread.
    Blocking(BlockingThunk),
    /// Stands for the thunk of a method with a policy, which runs only after a layer has decided.
    Guarded,
}

impl Thunk {
    /// The entry point of a blocking method.
    pub const fn blocking(make: fn(OwnedCall) -> BlockingCall) -> Self {
        Self::Blocking(BlockingThunk { make, begin: CircuitCore::begin_blocking })
    }

    /// The entry point of a method with these parameters.
    pub(crate) const fn for_parameters(self, parameters: &[ParameterDescriptor]) -> Self {
        let Self::Async(thunk) = self else { return self };
        let mut at = 0;
        while at < parameters.len() {
            if let Some(extractor) = parameters[at].extractor()
                && extractor.is_awaited()
            {
                return Self::Extracting(ExtractingThunk { make: thunk, begin: extract_then });
            }
            at += 1;
        }
        self
    }
}

/// The entry point of a method with parameters that are awaited, with the code that only such methods need.
#[derive(Clone, Copy)]
pub struct ExtractingThunk {
    make: fn(OwnedCall) -> CallFuture,
    begin: fn(fn(OwnedCall) -> CallFuture, OwnedCall) -> CallFuture,
}

impl ExtractingThunk {
    /// The future of a call.
    pub(crate) fn begin(self, call: OwnedCall) -> CallFuture {
        (self.begin)(self.make, call)
    }
}

impl fmt::Debug for ExtractingThunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExtractingThunk")
    }
}

/// The entry point of a blocking method, with the code that only such methods need.
#[derive(Clone, Copy)]
pub struct BlockingThunk {
    pub(crate) make: fn(OwnedCall) -> BlockingCall,
    pub(crate) begin: BeginBlocking,
}

impl fmt::Debug for BlockingThunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockingThunk")
    }
}

/// Starts a call of a blocking method, which may have an id, and is charged this number of bytes.
type BeginBlocking = fn(fn(OwnedCall) -> BlockingCall, OwnedCall, Option<u64>, usize) -> Result<CallFuture, CallError>;

/// The result of a synchronous thunk. The value itself is in the [`Reply`].
pub type Outcome = Result<(), CallError>;
/// The result of asynchronous and blocking thunks.
pub type OwnedOutcome = Result<Reply, CallError>;
/// The future of an asynchronous thunk.
pub type CallFuture = BoxFuture<'static, OwnedOutcome>;
/// The closure of a blocking thunk.
pub type BlockingCall = BoxFnOnce<OwnedOutcome>;

/// What arguments can refer to in addition to their text.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) byte_arrays: Vec<bytes::Bytes>,
    pub(crate) arena: Arena,
}

impl Input {
    /// Drops it. Most inputs are empty, and checking this is faster than dropping all parts.
    #[inline]
    pub(crate) fn discard(self) {
        if self.byte_arrays.capacity() == 0 && self.arena.is_empty() {
            std::mem::forget(self);
        }
    }
}

/// One call in the form in which it is passed to user code. It borrows everything, so creating it costs nothing.
#[derive(Clone, Copy)]
pub struct Call<'c> {
    pub(crate) method: &'static MethodDescriptor,
    /// The id by which it was called. One method of a [`Callback`](crate::Callback) serves all ids.
    pub(crate) name: &'c str,
    pub(crate) args: &'c str,
    pub(crate) input: &'c Input,
    pub(crate) object: Option<&'c TrackedObject>,
    pub(crate) circuit: &'c Shared<CircuitCore>,
}

impl<'c> Call<'c> {
    /// The object whose instance method is called.
    ///
    /// # Errors
    ///
    /// If the method table does not belong to the object, which the core prevents.
    #[inline]
    pub fn target<T: InteropObject>(&self) -> Result<&'c T, CallError> {
        match self.object.and_then(|object| object.downcast_ref::<T>()) {
            Some(target) => Ok(target),
            None => Err(self.wrong_target(ObjectDescriptor::of::<T>().name)),
        }
    }

    #[cold]
    fn wrong_target(&self, expected: &str) -> CallError {
        CallError::dispatch(ErrorCode::Internal, format!("`{}` needs an object of type `{expected}`", self.name))
    }

    /// The method as it appears in error texts: `Shop.add`, or `HelloHelper.GetHelloMessage` for an instance method.
    pub(crate) fn method_path(&self) -> String {
        match self.object {
            Some(object) if self.method.kind != MethodKind::Static => {
                format!("{}.{}", object.type_name(), self.name)
            }
            _ => format!("{}.{}", self.method.assembly, self.name),
        }
    }
}

/// One call that owns its text, for futures and for other threads. The future of a method contains it, so that both are
/// one allocation.
pub struct OwnedCall {
    callee: Callee,
    args: CompactString,
    input: Input,
    object: Option<TrackedObject>,
    circuit: Shared<CircuitCore>,
}

impl OwnedCall {
    #[inline]
    pub(crate) fn new(
        callee: Callee,
        args: Cow<'_, str>,
        input: Input,
        object: Option<TrackedObject>,
        circuit: Shared<CircuitCore>,
    ) -> Self {
        Self { callee, args: args.into(), input, object, circuit }
    }

    /// Borrows the call.
    pub fn call(&self) -> Call<'_> {
        let Self { callee, args, input, object, circuit } = self;
        Call { method: callee.method, name: callee.name(), args, input, object: object.as_ref(), circuit }
    }

    /// The method, and the id by which it is called.
    pub(crate) fn callee(&self) -> &Callee {
        &self.callee
    }

    /// The circuit of the call.
    pub(crate) fn circuit(&self) -> &Shared<CircuitCore> {
        &self.circuit
    }

    /// The object whose method is called.
    pub(crate) fn object(&self) -> Option<&TrackedObject> {
        self.object.as_ref()
    }

    /// The number of bytes in its byte arrays.
    pub(crate) fn held(&self) -> usize {
        cost::buffers(&self.input.byte_arrays)
    }

    /// Releases what the arguments contain, because nothing reads them.
    #[cold]
    pub(crate) fn release_arguments(&self) {
        drop(Unread::new(&self.circuit, &self.args));
    }

    /// Encodes the value of a method that cannot fail.
    ///
    /// # Errors
    ///
    /// If the value cannot be serialized.
    pub fn reply_value<V: IntoReply>(&self, value: V) -> OwnedOutcome {
        self.reply(Ok(value))
    }

    /// Encodes the result.
    ///
    /// # Errors
    ///
    /// The error of the method, or an error if its value cannot be serialized.
    pub fn reply<V: IntoReply>(&self, result: Result<V, CallError>) -> OwnedOutcome {
        let mut reply = Reply::with_room();
        encode(&result?, &mut reply, &self.circuit)?;
        Ok(reply)
    }
}

impl fmt::Debug for Thunk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sync(_) => "Sync",
            Self::Async(_) => "Async",
            Self::Extracting(_) => "Extracting",
            Self::Blocking(_) => "Blocking",
            Self::Guarded => "Guarded",
        })
    }
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.method_path())
    }
}

impl fmt::Debug for OwnedCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call().fmt(f)
    }
}

impl Reply {
    /// Encodes the value of a synchronous method that cannot fail.
    ///
    /// # Errors
    ///
    /// If the value cannot be serialized.
    #[doc(hidden)]
    #[inline]
    pub fn send_value<V: IntoReply>(&mut self, call: &Call<'_>, value: V) -> Outcome {
        encode(&value, self, call.circuit)
    }

    /// Encodes the result of a synchronous method.
    ///
    /// # Errors
    ///
    /// The error of the method, or an error if its value cannot be serialized.
    #[doc(hidden)]
    #[inline]
    pub fn send<V: IntoReply>(&mut self, call: &Call<'_>, result: Result<V, CallError>) -> Outcome {
        encode(&result?, self, call.circuit)
    }
}

/// Boxes the future of an asynchronous method. Natively it must be `Send`, because a circuit may move between threads.
pub fn send_future<F>(future: F) -> CallFuture
where
    F: Future<Output = OwnedOutcome> + MaybeSend + 'static,
{
    Box::pin(future)
}

/// Boxes the body of a `blocking` method.
pub fn blocking_call<F>(body: F) -> BlockingCall
where
    F: FnOnce() -> OwnedOutcome + MaybeSend + 'static,
{
    Box::new(body)
}
