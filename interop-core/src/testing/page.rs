use std::collections::HashMap;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::script::{Answer, Script, ScriptCall, ScriptError};
use super::streams::{Feed, Received};
use crate::circuit::JsInvocation;
use crate::circuit::host::Outgoing;
use crate::codec::ByteArray;
use crate::in_process::InProcess;
use crate::threading::{BoxFuture, Shared, lock};

/// The JavaScript side of a circuit in the same process.
pub(crate) struct Page {
    script: Script,
    state: Mutex<PageState>,
    /// Taken out while it is polled, because functions may call Rust, which may drive the page again.
    running: Mutex<Option<RunningFunctions>>,
}

type RunningFunctions = FuturesUnordered<BoxFuture<'static, Ended>>;

type FunctionFuture = BoxFuture<'static, Result<Answer, ScriptError>>;

#[derive(Default)]
struct PageState {
    begun: Vec<BoxFuture<'static, Ended>>,
    disposed: Vec<u64>,
    feeds: HashMap<u64, Feed>,
    received: HashMap<u64, Shared<Received>>,
}

/// The outcome of a function of the page.
struct Ended {
    task_id: u64,
    result: Result<Answer, ScriptError>,
}

impl Page {
    pub(crate) fn new(script: Script) -> Self {
        Self { script, state: Mutex::default(), running: Mutex::new(Some(RunningFunctions::new())) }
    }

    /// Receives a message from the circuit.
    pub(crate) fn receive(&self, app: &InProcess, message: Outgoing) {
        match message {
            Outgoing::BeginInvokeJs(invocation) => self.begin(app, *invocation),
            Outgoing::Event(event) => self.script.handle(app, &event),
            Outgoing::OpenStream { stream_id, object_id, window, .. } => match self.script.open(object_id) {
                Some(chunks) => {
                    lock(&self.state).feeds.insert(stream_id, Feed::new(chunks));
                    self.feed(app, stream_id, window);
                }
                None => app.host().end_js_stream(stream_id, Some("The object holds no bytes.")),
            },
            Outgoing::StreamCredit { stream_id, chunks } => self.feed(app, stream_id, chunks),
            Outgoing::CancelStream { stream_id } => drop(lock(&self.state).feeds.remove(&stream_id)),
            Outgoing::StreamChunk { stream_id, data, .. } => {
                if let Some(received) = self.received(stream_id) {
                    received.push(data);
                }
            }
            Outgoing::EndStream { stream_id, error } => {
                let received = lock(&self.state).received.remove(&stream_id);
                if let Some(received) = received {
                    received.end(error);
                }
            }
            // The page counts chunks, and sends nothing ahead.
            Outgoing::EndInvoke { .. } | Outgoing::ContinueStream { .. } => {}
        }
    }

    fn begin(&self, app: &InProcess, invocation: JsInvocation) {
        let task_id = invocation.task_id;
        if invocation.identifier == "DotNet.disposeJSObjectReferenceById" {
            let ids: Vec<u64> = serde_json::from_str(&invocation.args).unwrap_or_default();
            lock(&self.state).disposed.extend(ids);
            return;
        }
        match self.call(app, invocation) {
            Ok(result) => {
                let running = Box::pin(async move { Ended { task_id, result: result.await } });
                lock(&self.state).begun.push(running);
            }
            Err(error) => Self::end(app, Ended { task_id, result: Err(error) }),
        }
    }

    /// Runs a function that Rust calls synchronously, and returns its result as JSON or the text of its error.
    pub(crate) fn invoke(&self, app: &InProcess, invocation: &JsInvocation) -> Result<String, String> {
        let mut result = self.call(app, invocation.clone()).map_err(|ScriptError(text)| text)?;
        match result.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(answer)) => {
                Self::send_byte_arrays(app, answer.byte_arrays);
                Ok(answer.json)
            }
            Poll::Ready(Err(ScriptError(text))) => Err(text),
            Poll::Pending => Err(format!("'{}' is asynchronous: a promise is not a value", invocation.identifier)),
        }
    }

    fn call(&self, app: &InProcess, invocation: JsInvocation) -> Result<FunctionFuture, ScriptError> {
        let Some(function) = self.script.find(invocation.target_id, &invocation.identifier) else {
            let first = invocation.identifier.split('.').next().unwrap_or_default();
            return Err(ScriptError(format!("Could not find '{}' ('{first}' was undefined).", invocation.identifier)));
        };
        Ok(function(ScriptCall { app: app.downgrade(), invocation }))
    }

    /// Polls running functions, and returns whether one has ended.
    pub(crate) fn poll(&self, app: &InProcess, cx: &mut Context<'_>) -> bool {
        let taken = lock(&self.running).take();
        let Some(mut running) = taken else { return false };
        running.extend(std::mem::take(&mut lock(&self.state).begun));
        let polled = running.poll_next_unpin(cx);
        *lock(&self.running) = Some(running);
        match polled {
            Poll::Ready(Some(ended)) => {
                Self::end(app, ended);
                true
            }
            _ => !lock(&self.state).begun.is_empty(),
        }
    }

    fn end(app: &InProcess, ended: Ended) {
        let Ended { task_id, result } = ended;
        if task_id == 0 {
            return;
        }
        let text = match result {
            Ok(answer) => {
                Self::send_byte_arrays(app, answer.byte_arrays);
                format!("[{task_id},true,{}]", answer.json)
            }
            Err(ScriptError(message)) => format!("[{task_id},false,{}]", serde_json::Value::from(message)),
        };
        // An answer that is not JSON closes the circuit, as that of a page would.
        let _ = app.host().end_invoke_js(&text);
    }

    fn send_byte_arrays(app: &InProcess, arrays: Vec<ByteArray>) {
        for array in arrays {
            // The ids count from 0, so this does not violate the protocol.
            let _ = app.host().receive_byte_array(array.id, array.data);
        }
    }

    fn feed(&self, app: &InProcess, stream_id: u64, chunks: u32) {
        let taken = lock(&self.state).feeds.remove(&stream_id);
        let Some(mut feed) = taken else { return };
        if feed.send(app, stream_id, chunks) {
            lock(&self.state).feeds.insert(stream_id, feed);
        }
    }

    /// The ids of the objects that Rust has made JavaScript forget.
    pub(crate) fn disposed(&self) -> Vec<u64> {
        lock(&self.state).disposed.clone()
    }

    /// Starts to receive a stream.
    pub(super) fn receive_stream(&self, stream_id: u64) -> Shared<Received> {
        Shared::clone(lock(&self.state).received.entry(stream_id).or_default())
    }

    /// Notes that the stream is not read any more.
    pub(super) fn forget_stream(&self, stream_id: u64) {
        let received = lock(&self.state).received.remove(&stream_id);
        drop(received);
    }

    fn received(&self, stream_id: u64) -> Option<Shared<Received>> {
        lock(&self.state).received.get(&stream_id).cloned()
    }

    /// Notes that the circuit is closed.
    pub(crate) fn close(&self) {
        let (state, running) = {
            let state = std::mem::take(&mut *lock(&self.state));
            (state, lock(&self.running).as_mut().map(std::mem::take))
        };
        for received in state.received.values() {
            received.end(Some("The circuit is closed.".to_owned()));
        }
        drop(running);
    }
}
