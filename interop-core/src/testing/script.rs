use std::collections::HashMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};

use crate::circuit::{JsCallType, JsInvocation};
use crate::codec::{ByteArray, JS_FUNCTION_KEY, JS_REFERENCE_NAME, write_reference};
use crate::error::CallFailure;
use crate::event::EventMessage;
use crate::in_process::{InProcess, WeakInProcess};
use crate::threading::{BoxFuture, MaybeSend, MaybeSync, Shared};

#[cfg(not(target_arch = "wasm32"))]
type Handler = Shared<dyn Fn(ScriptCall) -> BoxFuture<'static, Result<Answer, ScriptError>> + Send + Sync>;
#[cfg(target_arch = "wasm32")]
type Handler = Shared<dyn Fn(ScriptCall) -> BoxFuture<'static, Result<Answer, ScriptError>>>;

#[cfg(not(target_arch = "wasm32"))]
pub(super) type ScriptedChunks = Box<dyn Iterator<Item = bytes::Bytes> + Send>;
#[cfg(target_arch = "wasm32")]
pub(super) type ScriptedChunks = Box<dyn Iterator<Item = bytes::Bytes>>;

#[cfg(not(target_arch = "wasm32"))]
type MakeChunks = Box<dyn Fn() -> ScriptedChunks + Send + Sync>;
#[cfg(target_arch = "wasm32")]
type MakeChunks = Box<dyn Fn() -> ScriptedChunks>;

#[cfg(not(target_arch = "wasm32"))]
type EventHandler = Box<dyn Fn(ScriptEvent) + Send + Sync>;
#[cfg(target_arch = "wasm32")]
type EventHandler = Box<dyn Fn(ScriptEvent)>;

/// The functions and objects of a page, as a test needs them.
#[derive(Default)]
pub struct Script {
    functions: HashMap<(u64, String), Handler>,
    data: HashMap<u64, MakeChunks>,
    handlers: Vec<(String, EventHandler)>,
}

impl Script {
    /// A page without functions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function of the global object, by its path.
    #[must_use]
    pub fn function(
        self,
        identifier: &str,
        function: impl Fn(ScriptCall) -> Result<Answer, ScriptError> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.method(0, identifier, function)
    }

    /// Adds an asynchronous function of the global object, by its path.
    #[must_use]
    pub fn async_function<F>(
        self,
        identifier: &str,
        function: impl Fn(ScriptCall) -> F + MaybeSend + MaybeSync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Answer, ScriptError>> + MaybeSend + 'static,
    {
        self.insert(0, identifier, Shared::new(move |call| Box::pin(function(call)) as BoxFuture<'static, _>))
    }

    /// Adds a method of an object whose id the test chooses.
    #[must_use]
    pub fn method(
        self,
        object_id: u64,
        identifier: &str,
        function: impl Fn(ScriptCall) -> Result<Answer, ScriptError> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        let handler = move |call| Box::pin(std::future::ready(function(call))) as BoxFuture<'static, _>;
        self.insert(object_id, identifier, Shared::new(handler))
    }

    /// Adds a function without a name, which the test passes to Rust as a [`PageFunction`] with this id.
    #[must_use]
    pub fn page_function(
        self,
        id: u64,
        function: impl Fn(ScriptCall) -> Result<Answer, ScriptError> + MaybeSend + MaybeSync + 'static,
    ) -> Self {
        self.method(id, "", function)
    }

    /// Sets the bytes of an object, which Rust reads when it opens a stream reference to it. The iterator yields chunks
    /// of at most [`STREAM_CHUNK_BYTES`](crate::host::STREAM_CHUNK_BYTES).
    #[must_use]
    pub fn data<I>(mut self, object_id: u64, chunks: impl Fn() -> I + MaybeSend + MaybeSync + 'static) -> Self
    where
        I: Iterator<Item = bytes::Bytes> + MaybeSend + 'static,
    {
        self.data.insert(object_id, Box::new(move || Box::new(chunks())));
        self
    }

    /// Adds a handler for events of this name, as `DotNet.on` does.
    #[must_use]
    pub fn on(mut self, event: &str, handler: impl Fn(ScriptEvent) + MaybeSend + MaybeSync + 'static) -> Self {
        self.handlers.push((event.to_owned(), Box::new(handler)));
        self
    }

    /// Calls the handlers of an event.
    pub(super) fn handle(&self, app: &InProcess, message: &EventMessage) {
        for (_, handler) in self.handlers.iter().filter(|(name, _)| name == message.name()) {
            handler(ScriptEvent { app: app.downgrade(), message: message.clone() });
        }
    }

    fn insert(mut self, object_id: u64, identifier: &str, handler: Handler) -> Self {
        self.functions.insert((object_id, identifier.to_owned()), handler);
        self
    }

    pub(super) fn find(&self, object_id: u64, identifier: &str) -> Option<Handler> {
        self.functions.get(&(object_id, identifier.to_owned())).cloned()
    }

    pub(super) fn open(&self, object_id: u64) -> Option<ScriptedChunks> {
        self.data.get(&object_id).map(|chunks| chunks())
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.functions.keys()).finish()
    }
}

/// A function of the page as JavaScript passes it, in an argument or in an answer. The test chooses the id; as in a page, each
/// id is passed once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageFunction(pub u64);

impl Serialize for PageFunction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_reference(serializer, JS_REFERENCE_NAME, JS_FUNCTION_KEY, &self.0)
    }
}

/// One call to a function of the page.
#[derive(Clone)]
pub struct ScriptCall {
    /// Weak, because the page belongs to the circuit.
    pub(super) app: WeakInProcess,
    pub(super) invocation: JsInvocation,
}

impl ScriptCall {
    /// The circuit, for calling Rust.
    ///
    /// # Panics
    ///
    /// If the circuit has ended. No function of its page runs after that.
    pub fn app(&self) -> InProcess {
        self.app.upgrade().expect("functions of a page run only while it is there")
    }

    /// The call as the client receives it.
    pub fn invocation(&self) -> &JsInvocation {
        &self.invocation
    }

    /// Whether it is a call, a construction, or the reading or writing of a property.
    pub fn call_type(&self) -> JsCallType {
        self.invocation.call_type
    }

    /// The arguments, as a tuple.
    ///
    /// # Errors
    ///
    /// If they do not have these types.
    pub fn args<A: DeserializeOwned>(&self) -> Result<A, ScriptError> {
        self.app().host().read_arguments(&self.invocation).map_err(ScriptError)
    }

    /// Answers with a value, which may hold references, byte arrays and streams.
    ///
    /// # Errors
    ///
    /// If the value cannot be serialized.
    pub fn returns(&self, value: impl Serialize) -> Result<Answer, ScriptError> {
        let message =
            self.app().host().encode_arguments(&value).map_err(|error| ScriptError(error.message().to_owned()))?;
        let (json, byte_arrays) = message.into_parts();
        Ok(Answer { json, byte_arrays })
    }

    /// Answers with a reference to an object whose id the test chooses.
    ///
    /// # Errors
    ///
    /// Never. The signature is that of all answers.
    #[allow(clippy::unnecessary_wraps)]
    pub fn returns_object(&self, object_id: u64) -> Result<Answer, ScriptError> {
        Ok(Answer::json(format!(r#"{{"__jsObjectId":{object_id}}}"#)))
    }

    /// Answers with a stream of the bytes that [`Script::data`] has set for an object.
    ///
    /// # Errors
    ///
    /// Never. The signature is that of all answers.
    #[allow(clippy::unnecessary_wraps)]
    pub fn returns_stream(&self, object_id: u64, length: u64) -> Result<Answer, ScriptError> {
        Ok(Answer::json(format!(r#"{{"__jsStreamReferenceLength":{length},"__jsObjectId":{object_id}}}"#)))
    }
}

impl fmt::Debug for ScriptCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScriptCall").field(&self.invocation).finish()
    }
}

/// An event that has reached the page.
#[derive(Clone)]
pub struct ScriptEvent {
    app: WeakInProcess,
    message: EventMessage,
}

impl ScriptEvent {
    /// The event as the client gets it.
    pub fn message(&self) -> &EventMessage {
        &self.message
    }

    /// The arguments, as a tuple.
    ///
    /// # Errors
    ///
    /// If they are not of these types.
    pub fn args<A: DeserializeOwned>(&self) -> Result<A, ScriptError> {
        let app = self.app.upgrade().ok_or("the circuit has ended")?;
        let byte_arrays: Vec<_> = self.message.byte_arrays().collect();
        app.host().read_event(self.message.args(), &byte_arrays).map_err(ScriptError)
    }
}

impl fmt::Debug for ScriptEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScriptEvent").field(&self.message).finish()
    }
}

/// What a function of the page returns.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) json: String,
    pub(super) byte_arrays: Vec<ByteArray>,
}

impl Answer {
    /// An answer that consists of this JSON text.
    pub fn json(json: impl Into<String>) -> Self {
        Self { json: json.into(), byte_arrays: Vec::new() }
    }
}

/// What a function of the page throws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError(pub String);

impl From<CallFailure> for ScriptError {
    fn from(failure: CallFailure) -> Self {
        Self(failure.message)
    }
}

impl From<&str> for ScriptError {
    fn from(message: &str) -> Self {
        Self(message.to_owned())
    }
}
