use std::borrow::Cow;
use std::fmt;

use super::CallOptions;
use crate::circuit::options::MAX_NAME_BYTES;

/// The id of the method by which JavaScript disposes an object.
pub(super) const DISPOSE: &str = "__Dispose";

/// The method of a stream of values that returns the next ones.
pub(crate) const NEXT: &str = "__Next";

/// One call as it arrives from the client.
#[derive(Clone)]
#[non_exhaustive]
pub struct Invocation<'a> {
    /// The assembly of a static method; `None` for a call to an object.
    pub assembly: Option<&'a str>,
    /// The id of the method.
    pub method: &'a str,
    /// The id of the object; 0 for a static method.
    pub object_id: u64,
    /// The JSON array of arguments. `null` and an empty text stand for an empty array.
    pub args: Cow<'a, str>,
    /// The options that the caller has sent with the call, if any.
    pub options: Option<&'a CallOptions<'a>>,
}

impl<'a> Invocation<'a> {
    /// Creates a call as a message describes it: to a static method if `object_id` is 0, and otherwise to a method of
    /// that object. A call to an object with an assembly fails.
    #[inline]
    pub fn new(assembly: Option<&'a str>, method: &'a str, object_id: u64, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly, method, object_id, args: args.into(), options: None }
    }

    /// Creates a call to a static method.
    pub fn on_assembly(assembly: &'a str, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: Some(assembly), method, object_id: 0, args: args.into(), options: None }
    }

    /// Creates a call to a method of an object.
    pub fn on_object(object_id: u64, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: None, method, object_id, args: args.into(), options: None }
    }

    /// The same call with options. [`CircuitHost::invoke`](super::CircuitHost::invoke) ignores them: its caller waits on
    /// this thread.
    #[must_use]
    pub fn with_options(mut self, options: &'a CallOptions<'a>) -> Self {
        self.options = Some(options);
        self
    }

    /// Whether the client disposes an object. This must be possible even while a host refuses calls.
    pub fn is_disposal(&self) -> bool {
        self.object_id != 0 && self.method == DISPOSE
    }

    /// Whether the client reads values of a stream, which belongs to an earlier call.
    pub fn is_item_read(&self) -> bool {
        self.object_id != 0 && self.method == NEXT
    }

    /// Whether the names together are longer than [`MAX_NAME_BYTES`].
    #[inline]
    pub(crate) fn has_long_names(&self) -> bool {
        self.assembly.map_or(0, str::len).saturating_add(self.method.len()) > MAX_NAME_BYTES
    }
}

impl fmt::Debug for Invocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values, because hosts may log invocations.
        f.debug_struct("Invocation")
            .field("assembly", &self.assembly)
            .field("method", &self.method)
            .field("object_id", &self.object_id)
            .finish_non_exhaustive()
    }
}
