//! The client's side of a circuit, for hosts in the same process.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::CircuitHost;
use crate::circuit::JsInvocation;
use crate::circuit::messages::{decode_reply, decode_value, encode_arguments};
use crate::circuit::objects::no_tracked_object;
use crate::codec::{ByteArray, ByteArrays, Reply};
use crate::error::CallError;
use crate::object::{InteropObject, ObjectReference};

impl CircuitHost {
    /// Encodes arguments as JavaScript does, and receives their byte arrays.
    pub(crate) fn send_arguments(&self, args: &impl Serialize) -> Result<String, CallError> {
        let (json, byte_arrays) = self.encode_arguments(args)?.into_parts();
        for array in byte_arrays {
            // The ids cannot be out of order, because they count from 0.
            let _ = self.receive_byte_array(array.id, array.data);
        }
        Ok(json)
    }

    /// Encodes what JavaScript would send: JSON, and its byte arrays separately.
    pub(crate) fn encode_arguments(&self, args: &impl Serialize) -> Result<Reply, CallError> {
        encode_arguments(args, &self.core)
    }

    /// Reads the arguments of a call to JavaScript.
    pub(crate) fn read_arguments<A: DeserializeOwned>(&self, call: &JsInvocation) -> Result<A, String> {
        decode_value(&call.args, ByteArrays::Named(&call.byte_arrays), &self.core)
    }

    /// Reads the arguments of an event.
    pub(crate) fn read_event<A: DeserializeOwned>(
        &self,
        args: &str,
        byte_arrays: &Vec<ByteArray>,
    ) -> Result<A, String> {
        decode_value(args, ByteArrays::Named(byte_arrays), &self.core)
    }

    /// Sends a reference to the client and returns its id.
    pub(crate) fn send_reference<T: InteropObject>(&self, reference: &ObjectReference<T>) -> Result<u64, CallError> {
        encode_arguments(reference, &self.core)?;
        ObjectReference::id(reference).ok_or_else(|| no_tracked_object(0))
    }

    /// Reads a reply as a client that knows the type of the result.
    pub(crate) fn read_reply<R: DeserializeOwned>(&self, reply: &Reply) -> Result<R, String> {
        decode_reply(reply, &self.core)
    }
}
