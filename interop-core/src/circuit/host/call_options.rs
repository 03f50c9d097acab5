use std::fmt;
use std::time::Duration;

/// What the caller of a call has sent with it, in addition to its arguments. Everything is optional.
///
/// ```
/// use std::time::Duration;
/// use interop_core::host::{CallOptions, Invocation};
///
/// let options = CallOptions::new().timeout(Duration::from_secs(5));
/// let invocation = Invocation::on_assembly("Shop", "search", r#"["tea"]"#).with_options(&options);
/// assert_eq!(invocation.options, Some(&options));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallOptions<'a> {
    /// How long the caller waits. After this time the call fails with the code `deadline_exceeded`; at zero, before it
    /// starts.
    pub timeout: Option<Duration>,
    /// The caller's position in a distributed trace, as the header `traceparent` of W3C Trace Context. It was not checked.
    pub traceparent: Option<&'a str>,
}

impl<'a> CallOptions<'a> {
    /// No options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long the caller waits.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets the caller's position in a distributed trace.
    #[must_use]
    pub fn traceparent(mut self, traceparent: impl Into<Option<&'a str>>) -> Self {
        self.traceparent = traceparent.into();
        self
    }

    /// Whether the caller does not wait at all.
    pub(super) fn has_no_time(&self) -> bool {
        self.timeout.is_some_and(|timeout| timeout.is_zero())
    }
}

impl fmt::Debug for CallOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}
