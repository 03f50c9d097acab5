//! Passes what the client sends to its circuit.

use interop_core::CallError;
use interop_core::host::{CallOptions, CloseReason, Invocation, ProtocolViolation};
use interop_core::registry::MethodKind;

use super::state::Connection;
use crate::close::End;
use crate::frame::parts::{Part, PartError};
use crate::frame::{Binary, FrameError, FrameKind, Header, Text};
use crate::socket::Received;

impl Connection<'_> {
    pub(super) fn take_in(&mut self, received: Received) -> Result<(), End> {
        self.keep_alive.note_received();
        match received {
            Received::Text(text) => {
                let text = Text::parse(&text)?;
                // A client that is in the midst of a frame answers pings all the same.
                if self.assembly.is_incomplete() && text.header != Header::Pong {
                    return Err(between_parts());
                }
                return self.take_text(text);
            }
            Received::Binary(bytes) => match Binary::parse(bytes)? {
                Binary::Part(part) => self.take_part(part)?,
                _ if self.assembly.is_incomplete() => return Err(between_parts()),
                binary => self.take_binary(binary)?,
            },
            Received::Control => {}
        }
        self.clock.look();
        Ok(())
    }

    fn take_part(&mut self, part: Part) -> Result<(), End> {
        let (kind, max_frame_bytes) = (part.kind, self.socket.max_frame_bytes());
        let whole = self.assembly.add(part, max_frame_bytes).map_err(|error| match error {
            PartError::Broken => End::Violation("A part of a frame does not continue the previous part.".into()),
            PartError::TooLong => End::FrameTooLong { max_frame_bytes },
        })?;
        self.socket.note_assembled(self.assembly.held());
        match (whole, kind) {
            (None, _) => Ok(()),
            (Some(bytes), FrameKind::Binary) => self.take_binary(Binary::parse(bytes)?),
            (Some(bytes), FrameKind::Text) => {
                let text = std::str::from_utf8(&bytes);
                let text = text.map_err(|_| End::Violation("The text frame is not UTF-8.".into()))?;
                self.take_text(Text::parse(text)?)
            }
        }
    }

    fn take_text(&mut self, Text { header, body }: Text<'_>) -> Result<(), End> {
        let byte_arrays = std::mem::take(&mut self.byte_arrays);
        if byte_arrays > 0 && !matches!(header, Header::Call { .. } | Header::Result) {
            return Err(without_message());
        }
        match header {
            Header::Call { call_id, assembly, method, object_id, options } => {
                let mut call = Invocation::new(assembly.as_deref(), &method, object_id, body);
                let sent;
                if let Some(options) = &options {
                    sent = CallOptions::new().timeout(options.timeout).traceparent(options.traceparent.as_deref());
                    call = call.with_options(&sent);
                }
                let _span = self.spans.begin(call_id, &call, || self.circuit.find_method(&call)).entered();
                let refused = self.admit(&call).err();
                if let Some(error) = refused.or_else(|| options.as_ref()?.error()) {
                    self.circuit.refuse_invoke(call_id, &call, error)?;
                    self.clock.look();
                    return Ok(());
                }
                self.circuit.begin_invoke(call_id, call)?;
                self.clock.look_after(|| self.name_of(assembly.as_deref(), &method, object_id));
                return Ok(());
            }
            Header::Result => self.circuit.end_invoke_js(body)?,
            Header::Cancel { call_id } => self.circuit.cancel(call_id),
            Header::Release { object_id, count } => self.circuit.release(object_id, count),
            Header::Offer { object_id, length } => self.circuit.receive_offer(object_id, length)?,
            Header::Claim { stream_id, chunks } => self.circuit.claim_stream(stream_id, chunks),
            Header::Grant { stream_id, chunks } => self.circuit.grant_stream(stream_id, chunks),
            Header::Stop { stream_id } => self.circuit.cancel_stream(stream_id),
            Header::End { stream_id, error } => self.circuit.end_js_stream(stream_id, error.as_deref()),
            // Several pings need one answer.
            Header::Ping => self.owes_pong = true,
            Header::Pong => {}
            Header::Hello { .. } => return Err(End::Violation("The client sent `hello` twice.".into())),
        }
        self.clock.look();
        Ok(())
    }

    /// Decides whether a call may begin. Objects can also be disposed, and streams read to their end, while the server
    /// shuts down.
    fn admit(&self, call: &Invocation<'_>) -> Result<(), CallError> {
        if call.is_item_read() && self.circuit.find_method(call).is_some_and(|method| method.kind == MethodKind::Items)
        {
            // It belongs to the call that has returned the stream.
            return Ok(());
        }
        if self.server.is_draining() && !call.is_disposal() {
            return Err(CallError::new("shutting_down", "The server is shutting down."));
        }
        self.rate.as_ref().map_or(Ok(()), |rate| rate.call())
    }

    /// How a method is called in logs: its object may be disposed by now.
    #[cold]
    fn name_of(&self, assembly: Option<&str>, method: &str, object_id: u64) -> (Option<String>, String) {
        let call = Invocation::new(assembly, method, object_id, "");
        match self.circuit.find_method(&call) {
            Some(found) => (Some(found.assembly.to_owned()), found.name.to_owned()),
            None => (assembly.map(str::to_owned), method.to_owned()),
        }
    }

    fn take_binary(&mut self, binary: Binary) -> Result<(), End> {
        match binary {
            // Something else begins while the message of the byte arrays has not come.
            Binary::ByteArray { id: 0, .. } | Binary::StreamChunk { .. } | Binary::FirstBytes { .. }
                if self.byte_arrays > 0 =>
            {
                return Err(without_message());
            }
            Binary::ByteArray { id, data } => {
                self.circuit.receive_byte_array(id, data)?;
                self.byte_arrays += 1;
            }
            Binary::StreamChunk { stream_id, sequence, data } => {
                self.circuit.receive_stream_chunk(stream_id, sequence, data)?;
            }
            Binary::FirstBytes { object_id, data } => self.circuit.receive_first_bytes(object_id, data)?,
            Binary::Part(_) => return Err(End::Violation("A part of a frame was itself sent in parts.".into())),
        }
        Ok(())
    }
}

fn between_parts() -> End {
    End::Violation("Another frame was sent between the parts of a frame.".into())
}

fn without_message() -> End {
    End::Violation("Byte arrays were sent without a message that uses them.".into())
}

impl From<FrameError> for End {
    fn from(error: FrameError) -> Self {
        Self::Violation(error.to_string().into())
    }
}

impl From<ProtocolViolation> for End {
    fn from(violation: ProtocolViolation) -> Self {
        CloseReason::Violation(violation).into()
    }
}
