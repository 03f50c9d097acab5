use std::borrow::Cow;
use std::fmt;

use super::CallOptions;

/// The maximum length of the names of one call in bytes: the assembly and the method id together. A call with longer names fails
/// with the code `limit_exceeded`.
pub const MAX_NAME_BYTES: usize = 4096;

/// The id of the method by which JavaScript disposes an object.
pub(super) const DISPOSE: &str = "__Dispose";

/// One call as it comes from the client.
#[derive(Clone)]
#[non_exhaustive]
pub struct Invocation<'a> {
    /// The assembly, for a static method; none for a call on an object.
    pub assembly: Option<&'a str>,
    /// The id of the method.
    pub method: &'a str,
    /// The object; 0 for a static method.
    pub object_id: u64,
    /// The JSON array of arguments; `null` and nothing stand for an empty one.
    pub args: Cow<'a, str>,
    /// What the caller has sent with the call, if there is anything.
    pub options: Option<&'a CallOptions<'a>>,
}

impl<'a> Invocation<'a> {
    /// A call as a message describes it: of a static method if `object_id` is 0, else of a method of that object, for which
    /// an assembly is an error of the call.
    #[inline]
    pub fn new(assembly: Option<&'a str>, method: &'a str, object_id: u64, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly, method, object_id, args: args.into(), options: None }
    }

    /// A call of a static method.
    pub fn on_assembly(assembly: &'a str, method: &'a str, args: impl Into<Cow<'a, str>>) -> Self {
        Self { assembly: Some(assembly), method, object_id: 0, args: args.into(), options: None }
    }

    /// A call of a method of an object.
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

    /// Whether the client disposes an object, which has to be possible also when a host refuses calls.
    pub fn is_disposal(&self) -> bool {
        self.object_id != 0 && self.method == DISPOSE
    }

    /// Whether the names are longer than [`MAX_NAME_BYTES`] together.
    #[inline]
    pub(crate) fn has_long_names(&self) -> bool {
        self.assembly.map_or(0, str::len).saturating_add(self.method.len()) > MAX_NAME_BYTES
    }
}

impl fmt::Debug for Invocation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // No values: invocations may be logged by hosts.
        f.debug_struct("Invocation")
            .field("assembly", &self.assembly)
            .field("method", &self.method)
            .field("object_id", &self.object_id)
            .finish_non_exhaustive()
    }
}
