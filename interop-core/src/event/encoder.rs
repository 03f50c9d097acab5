//! Events as they are written for several circuits at once.

use bytes::Bytes;
use serde::Serialize;
use serde::de::IgnoredAny;

use super::EventMessage;
use crate::circuit::MAX_NAME_BYTES;
use crate::circuit::{CircuitOptions, Link, encode_broadcast};
use crate::codec::{ByteArray, Reply};
use crate::js::{JsError, checked_arguments};

/// Writes events for several circuits.
pub(crate) struct Encoder(Link);

impl Encoder {
    pub(crate) fn new(options: CircuitOptions) -> Self {
        Self(Link::new(options, None, false))
    }

    /// Writes an event.
    pub(crate) fn encode(&self, name: &str, args: &impl Serialize) -> Result<EventMessage, JsError> {
        check_name(name)?;
        let mut arguments = Reply::new();
        let encoded = encode_broadcast(args, &mut arguments, &self.0);
        let message = EventMessage::of(name, &checked_arguments(arguments, encoded)?);
        let options = &self.0.options;
        if message.size() > options.max_outgoing_bytes {
            // Every client would be disconnected because of it.
            return Err(JsError::Limit(options.event_too_large().message().to_owned()));
        }
        Ok(message)
    }
}

impl EventMessage {
    /// The event that another process has taken apart with [`name`](Self::name), [`args`](Self::args) and
    /// [`byte_arrays`](Self::byte_arrays).
    ///
    /// # Errors
    ///
    /// [`JsError::Arguments`] if the arguments are not a JSON array, and [`JsError::Limit`] if the name is longer than
    /// [`MAX_NAME_BYTES`].
    pub fn from_parts(name: &str, args: &str, byte_arrays: impl IntoIterator<Item = Bytes>) -> Result<Self, JsError> {
        check_name(name)?;
        serde_json::from_str::<Vec<IgnoredAny>>(args).map_err(|error| JsError::Arguments(error.to_string()))?;
        let arrays = (0..).zip(byte_arrays).map(|(id, data)| ByteArray { id, data });
        Ok(Self::assemble(name, args.trim_ascii().as_bytes(), arrays))
    }
}

/// Whether an event may have this name.
pub(super) fn check_name(name: &str) -> Result<(), JsError> {
    if name.len() > MAX_NAME_BYTES {
        return Err(JsError::Limit(format!("the name of the event is longer than {MAX_NAME_BYTES} bytes")));
    }
    Ok(())
}
