//! Finds the method that an invocation calls, and its object.

use super::invocation::DISPOSE;
use super::{CircuitHost, Invocation};
use crate::circuit::Unread;
use crate::circuit::options::MAX_NAME_BYTES;
use crate::descriptor::MethodDescriptor;
use crate::error::{CallError, ErrorCode};
use crate::object::TrackedObject;
use crate::registry::not_found;

/// The result of resolving an invocation.
pub(super) enum Resolved {
    Method(&'static MethodDescriptor, Option<TrackedObject>),
    Dispose(TrackedObject),
}

impl CircuitHost {
    /// Resolves an invocation. The object is looked up now, so a call is not affected by a disposal that follows it.
    #[inline]
    pub(super) fn resolve(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        if invocation.object_id != 0 {
            return self.resolve_on_object(invocation);
        }
        Ok(Resolved::Method(self.resolve_static(invocation)?, None))
    }

    #[inline]
    pub(super) fn resolve_static(&self, invocation: &Invocation<'_>) -> Result<&'static MethodDescriptor, CallError> {
        let assembly = required(invocation.assembly, "assembly name")?;
        let method = required(Some(invocation.method), "method identifier")?;
        check_names(invocation)?;
        self.registry.resolve_for(self.core.link.options.detailed_errors, assembly, method)
    }

    /// Drops what a call has sent whose arguments are not read.
    #[cold]
    pub(super) fn unread(&self, error: CallError, args: &str) -> CallError {
        drop(self.core.inbox.take());
        drop(Unread::new(&self.core, args));
        error
    }

    pub(super) fn resolve_on_object(&self, invocation: &Invocation<'_>) -> Result<Resolved, CallError> {
        check_names(invocation)?;
        let object = self.core.objects.get(invocation.object_id)?;
        if let Some(assembly) = invocation.assembly {
            let text =
                format!("For instance method calls, 'assemblyName' should be null. Value received: '{assembly}'.");
            return Err(CallError::dispatch(ErrorCode::InvalidArguments, text));
        }
        if invocation.method == DISPOSE {
            return Ok(Resolved::Dispose(object));
        }
        match object.resolve(invocation.method) {
            Some(method) => Ok(Resolved::Method(method, Some(object))),
            None => Err(not_found::instance_method(&object, invocation.method)),
        }
    }
}

/// Refuses names that are too long before they are processed.
#[inline]
fn check_names(invocation: &Invocation<'_>) -> Result<(), CallError> {
    if invocation.has_long_names() { Err(long_names()) } else { Ok(()) }
}

/// The text contains nothing secret and names what the client has to change.
#[cold]
fn long_names() -> CallError {
    let text = format!("the assembly and method names of a call are longer than {MAX_NAME_BYTES} bytes together");
    CallError::new(ErrorCode::LimitExceeded.as_str(), text)
}

#[inline]
fn required<'a>(name: Option<&'a str>, what: &str) -> Result<&'a str, CallError> {
    match name {
        Some(name) if !name.is_empty() => Ok(name),
        missing => Err(missing_name(missing, what)),
    }
}

#[cold]
fn missing_name(name: Option<&str>, what: &str) -> CallError {
    let text = match name {
        None => format!("The {what} cannot be null."),
        Some(_) => format!("The {what} cannot be an empty string."),
    };
    CallError::dispatch(ErrorCode::NotFound, text)
}
