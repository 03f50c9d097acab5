//! What a host records about a call that failed: more than the client may see.

use std::borrow::Cow;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::circuit::forget_payload;
use crate::threading::{MaybeSend, MaybeSync, Shared};

/// Why a call failed, as far as it matters to the one who operates the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The method, or the source of a stream, panicked.
    Panic,
    /// An error that is not meant for the client, or a result that cannot be serialized.
    Internal,
    /// The method takes a [`State<T>`](crate::State) that was neither given to the host nor attached to the circuit.
    MissingState,
    /// An error of the application that is meant for the client.
    Application,
    /// A mistake of the client, a limit, a deadline or a cancellation.
    Client,
}

/// A failed call, or a failed stream, as its host records it.
///
/// [`text`](Self::text) is the whole error with its sources, also where the client sees only a general sentence. It contains no
/// value of an argument, unless the application has put one into a text of its own: an error that was returned, or a panic.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorReport<'a> {
    /// The name of the circuit, which its client knows too.
    pub circuit: Cow<'a, str>,
    /// The number of the circuit: [`Circuit::id`](crate::Circuit::id).
    pub circuit_id: u64,
    /// The id that the client gave the call; `None` for synchronous calls, calls without an answer, and streams.
    pub call_id: Option<u64>,
    /// The assembly of the method; `None` if it is not known, and for streams.
    pub assembly: Option<Cow<'a, str>>,
    /// The id by which the method was called; `None` for streams. It can be any text that the client has sent.
    pub method: Option<Cow<'a, str>>,
    /// The id of the stream sent by Rust whose source failed.
    pub stream_id: Option<u64>,
    /// The code that the client sees.
    pub code: Cow<'a, str>,
    /// The error with its sources.
    pub text: Cow<'a, str>,
    /// Why the call failed.
    pub kind: ErrorKind,
    /// Whether the text says more than the client sees, regardless of [`detailed_errors`](crate::CircuitOptions::detailed_errors).
    pub is_hidden: bool,
}

impl ErrorReport<'_> {
    /// The same report, independent of the call.
    #[must_use]
    pub fn into_owned(self) -> ErrorReport<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        ErrorReport {
            circuit: owned(self.circuit),
            circuit_id: self.circuit_id,
            call_id: self.call_id,
            assembly: self.assembly.map(owned),
            method: self.method.map(owned),
            stream_id: self.stream_id,
            code: owned(self.code),
            text: owned(self.text),
            kind: self.kind,
            is_hidden: self.is_hidden,
        }
    }
}

impl fmt::Display for ErrorReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.method, self.stream_id) {
            (Some(method), _) => {
                if let Some(assembly) = &self.assembly {
                    write!(f, "{assembly}.")?;
                }
                write!(f, "{method}")?;
            }
            (None, Some(stream_id)) => write!(f, "stream {stream_id}")?,
            (None, None) => f.write_str("a call")?,
        }
        write!(f, " failed in circuit {}", self.circuit)?;
        if let Some(call_id) = self.call_id {
            write!(f, ", call {call_id}")?;
        }
        write!(f, ": {}: {}", self.code, self.text)
    }
}

impl fmt::Debug for ErrorReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ErrorReport({self})")
    }
}

/// The application's function for errors, which hosts call with each [`ErrorReport`]. Clones are the same function.
#[derive(Clone)]
pub struct ErrorHook(Shared<dyn ReportSink>);

/// The function of a hook.
trait ReportSink: MaybeSend + MaybeSync {
    fn call(&self, report: &ErrorReport<'_>);
}

impl<F: Fn(&ErrorReport<'_>) + MaybeSend + MaybeSync> ReportSink for F {
    fn call(&self, report: &ErrorReport<'_>) {
        self(report);
    }
}

impl ErrorHook {
    /// A hook that calls this function.
    pub fn new(hook: impl Fn(&ErrorReport<'_>) + MaybeSend + MaybeSync + 'static) -> Self {
        Self(Shared::new(hook))
    }

    /// Calls the function, and returns whether it has returned: `false` if it panicked, where a panic can be caught.
    pub fn call(&self, report: &ErrorReport<'_>) -> bool {
        match catch_unwind(AssertUnwindSafe(|| self.0.call(report))) {
            Ok(()) => true,
            Err(payload) => {
                forget_payload(payload);
                false
            }
        }
    }
}

impl fmt::Debug for ErrorHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorHook")
    }
}
