//! Sends what comes out of the circuit.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use interop_core::host::{CircuitHost, Outgoing};
use tokio::time::Instant;

use super::state::{Connection, Turn};
use crate::close::End;
use crate::frame::{Frame, FrameKind};

/// What cannot be sent without waiting for the client.
pub(super) enum Unsent {
    /// A frame, and the id of the call to JavaScript that it makes; 0 if it makes none.
    Frame(Frame, u64),
    /// A message with byte arrays, each of which needs a frame of its own before that of the message.
    Message(Outgoing),
    /// What was gathered.
    Gathered,
}

impl Connection<'_> {
    /// Sends a message. Returns what has to wait, which is nothing while the client keeps up, so that an idle connection
    /// needs no room for the state of waiting.
    pub(super) fn try_send(&mut self, message: Outgoing, cx: &mut Context<'_>) -> Result<Option<Unsent>, End> {
        if let Outgoing::EndInvoke { call_id, result } = &message {
            self.spans.end(*call_id, result);
        }
        if has_byte_arrays(&message) {
            return Ok(Some(Unsent::Message(message)));
        }
        self.keep_alive.note_sent();
        let task_id = task_id(&message);
        let unsent = self.try_send_frame(frame_of(message), cx)?;
        Ok(match unsent {
            Some(Unsent::Frame(frame, _)) => Some(Unsent::Frame(frame, task_id)),
            unsent => {
                self.note_js_call(task_id);
                unsent
            }
        })
    }

    /// Sends a frame that is no call to JavaScript.
    pub(super) fn try_send_frame(&mut self, frame: Frame, cx: &mut Context<'_>) -> Result<Option<Unsent>, End> {
        Ok(self.socket.try_send(frame, cx)?.map(|frame| Unsent::Frame(frame, 0)))
    }

    /// Writes what was gathered.
    pub(super) fn try_flush(&mut self, cx: &mut Context<'_>) -> Result<Option<Unsent>, End> {
        Ok(if self.socket.try_flush(cx)? { None } else { Some(Unsent::Gathered) })
    }

    /// Sends what has to wait for the client.
    pub(super) async fn send_unsent(&mut self, unsent: Unsent) -> Result<(), End> {
        match unsent {
            Unsent::Frame(frame, task_id) => {
                self.send_frame(frame).await?;
                self.note_js_call(task_id);
            }
            Unsent::Message(message) => {
                self.send_byte_arrays(&message).await?;
                self.keep_alive.note_sent();
                let task_id = task_id(&message);
                self.send_frame(frame_of(message)).await?;
                self.note_js_call(task_id);
            }
            Unsent::Gathered => {
                let waited = holding_timeouts(&self.circuit, pin!(self.socket.flush())).await?;
                self.note_waited(waited);
            }
        }
        Ok(())
    }

    async fn send_byte_arrays(&mut self, message: &Outgoing) -> Result<(), End> {
        match message {
            Outgoing::EndInvoke { result: Ok(reply), .. } => {
                for array in reply.byte_arrays() {
                    self.send_frame(Frame::byte_array(array)).await?;
                }
            }
            Outgoing::BeginInvokeJs(call) => {
                for array in &call.byte_arrays {
                    self.send_frame(Frame::byte_array(array)).await?;
                }
            }
            Outgoing::Event(event) => {
                for bytes in event.byte_array_frames() {
                    self.send_frame(Frame { kind: FrameKind::Binary, bytes }).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn send_frame(&mut self, frame: Frame) -> Result<(), End> {
        let waited = holding_timeouts(&self.circuit, pin!(self.socket.send(frame))).await?;
        self.note_waited(waited);
        Ok(())
    }

    /// Notes that a call to JavaScript was sent, if the client may have received it late.
    fn note_js_call(&self, task_id: u64) {
        if self.is_slow && task_id != 0 {
            self.circuit.note_js_call_sent(task_id);
        }
    }

    /// While the client took what was sent, nothing was read: what it has sent meanwhile comes before any time-out.
    fn note_waited(&mut self, time: Duration) {
        if !time.is_zero() {
            self.is_slow = true;
            self.keep_alive.note_waited(time);
            self.begin(Turn::Receiving);
        }
    }
}

fn has_byte_arrays(message: &Outgoing) -> bool {
    match message {
        Outgoing::EndInvoke { result: Ok(reply), .. } => !reply.byte_arrays().is_empty(),
        Outgoing::BeginInvokeJs(call) => !call.byte_arrays.is_empty(),
        Outgoing::Event(event) => event.byte_array_frames().next().is_some(),
        _ => false,
    }
}

/// The id of the call to JavaScript that a message makes; 0 if it makes none, or one that is not answered.
fn task_id(message: &Outgoing) -> u64 {
    match message {
        Outgoing::BeginInvokeJs(call) => call.task_id,
        _ => 0,
    }
}

/// The frame of a message, without its byte arrays.
fn frame_of(message: Outgoing) -> Frame {
    match message {
        Outgoing::EndInvoke { call_id, result: Ok(reply) } => Frame::reply(call_id, &reply),
        Outgoing::EndInvoke { call_id, result: Err(failure) } => Frame::fail(call_id, &failure),
        Outgoing::BeginInvokeJs(call) => Frame::invoke(&call),
        Outgoing::Event(event) => Frame { kind: FrameKind::Text, bytes: event.frame() },
        Outgoing::OpenStream { stream_id, object_id, chunk_bytes, window } => {
            Frame::open(stream_id, object_id, chunk_bytes, window)
        }
        Outgoing::ContinueStream { stream_id, object_id, chunk_bytes, window, start } => {
            Frame::open_from(stream_id, object_id, chunk_bytes, window, start)
        }
        Outgoing::StreamCredit { stream_id, chunks } => Frame::grant(stream_id, chunks),
        Outgoing::CancelStream { stream_id } => Frame::stop(stream_id),
        Outgoing::StreamChunk { stream_id, sequence, data } => Frame::chunk(stream_id, sequence, &data),
        Outgoing::EndStream { stream_id, error } => Frame::end(stream_id, error.as_deref()),
        unknown => unreachable!("the protocol has no frame for {unknown:?}"),
    }
}

/// Sends something, and returns how long it had to wait for the client. Time-outs are deferred meanwhile, and until
/// everything that has arrived was read.
async fn holding_timeouts(
    circuit: &CircuitHost,
    mut sending: Pin<&mut impl Future<Output = Result<(), End>>>,
) -> Result<Duration, End> {
    match poll_fn(|cx| Poll::Ready(sending.as_mut().poll(cx))).await {
        Poll::Ready(result) => result.map(|()| Duration::ZERO),
        Poll::Pending => {
            let begun = Instant::now();
            circuit.hold_timeouts(true);
            sending.await.map(|()| begun.elapsed())
        }
    }
}
