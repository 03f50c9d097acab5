//! The failures that a circuit reports to its host, which records them.

use std::borrow::Cow;

use super::core::CircuitCore;
use crate::error::report::{ErrorKind, ErrorReport};
use crate::error::{CallError, ErrorCode};

impl CircuitCore {
    /// Lets the host record the error of a call.
    #[cold]
    pub(super) fn report(&self, error: &CallError, call_id: Option<u64>, assembly: Option<&str>, method: &str) {
        let text = error.recorded();
        self.services.failed(&ErrorReport {
            circuit: Cow::Borrowed(&*self.name),
            circuit_id: self.id,
            call_id,
            assembly: assembly.map(Cow::Borrowed),
            method: Some(Cow::Borrowed(method)),
            stream_id: None,
            code: Cow::Borrowed(error.code()),
            text: Cow::Borrowed(text),
            kind: error.kind(),
            is_hidden: !error.is_for_client() || text != error.message(),
        });
    }

    /// Lets the host record the error of a stream sent by Rust.
    #[cold]
    pub(crate) fn report_stream(&self, stream_id: u64, text: &str, kind: ErrorKind) {
        self.services.failed(&ErrorReport {
            circuit: Cow::Borrowed(&*self.name),
            circuit_id: self.id,
            call_id: None,
            assembly: None,
            method: None,
            stream_id: Some(stream_id),
            code: Cow::Borrowed(ErrorCode::Internal.as_str()),
            text: Cow::Borrowed(text),
            kind,
            is_hidden: true,
        });
    }
}
