//! The errors of calls that exceed a limit of the options.

use super::options::CircuitOptions;
use crate::error::{CallError, ErrorCode};

impl CircuitOptions {
    #[cold]
    pub(super) fn arguments_too_large(&self) -> CallError {
        exceeded("arguments are larger than", self.max_argument_bytes, "bytes", "max_argument_bytes")
    }

    #[cold]
    pub(super) fn too_many_calls(&self) -> CallError {
        exceeded("client already has", self.max_calls_in_flight, "calls in flight", "max_calls_in_flight")
    }

    #[cold]
    pub(super) fn too_many_objects(&self) -> CallError {
        exceeded("client already holds", self.max_objects, "objects", "max_objects")
    }

    #[cold]
    pub(super) fn too_many_js_objects(&self) -> CallError {
        exceeded("circuit already holds", self.max_js_objects, "JavaScript objects", "max_js_objects")
    }

    #[cold]
    pub(crate) fn too_many_streams(&self) -> CallError {
        exceeded("circuit already has", self.max_streams, "open streams in this direction", "max_streams")
    }

    #[cold]
    pub(super) fn too_many_groups(&self) -> CallError {
        exceeded("circuit is already a member of", self.max_groups, "groups", "max_groups")
    }

    #[cold]
    pub(crate) fn event_too_large(&self) -> CallError {
        exceeded("event is larger than", self.max_outgoing_bytes, "bytes", "max_outgoing_bytes")
    }

    #[cold]
    pub(crate) fn too_much_waits(&self) -> CallError {
        exceeded("client has left unread more than", self.max_outgoing_bytes, "bytes", "max_outgoing_bytes")
    }

    #[cold]
    pub(crate) fn message_too_deep(&self, what: &str) -> CallError {
        let depth = self.max_json_depth;
        CallError::dispatch(
            ErrorCode::LimitExceeded,
            format!(
                "{what} nested more than {depth} levels deep, the limit that `CircuitOptions::max_json_depth` sets"
            ),
        )
    }

    #[cold]
    pub(crate) fn message_too_large(&self, what: &str) -> CallError {
        exceeded(&format!("{what} larger than"), self.max_reply_bytes, "bytes", "max_reply_bytes")
    }
}

fn exceeded(what: &str, limit: usize, unit: &str, option: &str) -> CallError {
    let text = format!("the {what} {limit} {unit}, the limit that `CircuitOptions::{option}` sets");
    CallError::dispatch(ErrorCode::LimitExceeded, text)
}
