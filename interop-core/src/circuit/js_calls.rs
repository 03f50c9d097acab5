//! The calls of JavaScript that wait for their answers, and the JavaScript objects that Rust holds.

use std::sync::Mutex;
use std::task::Waker;
use std::time::Duration;

use futures_channel::oneshot;
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

use super::budget::Charge;
use super::core::{CircuitCore, drop_quietly};
use super::cost;
use super::id_map::IdMap;
use super::js_invocation::{JsCallResultType, JsCallType, JsInvocation};
use super::outgoing::{Outgoing, ProtocolViolation};
use crate::codec::{self, ByteArrays, LossyStr, Reply};
use crate::error::{CallError, ErrorCode};
use crate::js::{JsError, JsHandle, Ownership};
use crate::scope;
use crate::threading::{BoxFuture, Shared, WeakShared, lock};

/// The function by which JavaScript forgets an object.
const DISPOSE_JS_OBJECT: &str = "DotNet.disposeJSObjectReferenceById";

/// How many calls are remembered whose answers nobody waits for, so that the references in them can be disposed.
const MOST_ABANDONED: usize = 1024;

/// Longer times never end, 30 years: added to the present, such a time may be more than a clock can hold.
const MAX_SLEEP: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);

/// What JavaScript answered, not yet read: its type is known where it is awaited.
pub(crate) struct JsAnswer {
    outcome: Outcome,
    /// The result, or the text of the error.
    json: String,
    byte_arrays: Vec<bytes::Bytes>,
    result_type: JsCallResultType,
    /// While it waits to be read.
    charge: Option<Charge>,
}

enum Outcome {
    Succeeded,
    Failed,
    /// The answer broke a limit of ours; the text says which.
    Refused(String),
}

#[derive(Default)]
pub(super) struct JsCalls {
    /// How many ids were given; the first is 2, as the original's.
    given: u64,
    pending: IdMap<PendingJs>,
    abandoned: usize,
}

struct PendingJs {
    result_type: JsCallResultType,
    /// None when nobody waits any more.
    waiter: Option<oneshot::Sender<JsAnswer>>,
    clock: Clock,
    _charge: Charge,
}

/// From when on the answer to a call is waited for.
#[derive(Default)]
pub(super) struct Clock {
    /// Whether the host has taken the message.
    is_sent: bool,
    /// Whether a time-out has ended before that. It begins anew when the message is taken.
    is_early: bool,
    /// How often the time began anew, because the host said that the message had only then been sent.
    restarts: u32,
    /// The task to wake when the time begins anew.
    task: Option<Waker>,
}

/// What the clock of a call says to the one who waits for its answer.
pub(crate) enum JsTime {
    /// The message waits to be sent.
    Unsent,
    /// The message was sent. The number changes when the time begins anew.
    Since(u32),
}

#[derive(Default)]
pub(super) struct JsObjects(Mutex<IdMap<WeakShared<JsHandle>>>);

impl JsAnswer {
    fn new(
        succeeded: bool,
        json: String,
        byte_arrays: Result<Vec<bytes::Bytes>, CallError>,
        result_type: JsCallResultType,
    ) -> Self {
        let (outcome, byte_arrays) = match byte_arrays {
            Ok(byte_arrays) if succeeded => (Outcome::Succeeded, byte_arrays),
            Ok(_) => (Outcome::Failed, Vec::new()),
            Err(error) => (Outcome::Refused(error.message().to_owned()), Vec::new()),
        };
        Self { outcome, json, byte_arrays, result_type, charge: None }
    }
}

impl CircuitCore {
    // Calls

    /// Sends a call of JavaScript. Without `wants_answer` its id is 0.
    pub(crate) fn begin_js(
        self: &Shared<Self>,
        identifier: &str,
        args: &impl Serialize,
        target_id: u64,
        call_type: JsCallType,
        result_type: JsCallResultType,
        wants_answer: bool,
    ) -> Result<(u64, oneshot::Receiver<JsAnswer>), JsError> {
        if self.is_closed() {
            return Err(JsError::Disconnected);
        }
        self.send_js(self.encode_js(args)?, identifier, target_id, call_type, result_type, wants_answer)
    }

    /// The part of [`begin_js`](Self::begin_js) that is the same for all arguments, and exists once.
    fn send_js(
        self: &Shared<Self>,
        mut message: Reply,
        identifier: &str,
        target_id: u64,
        call_type: JsCallType,
        result_type: JsCallResultType,
        wants_answer: bool,
    ) -> Result<(u64, oneshot::Receiver<JsAnswer>), JsError> {
        if self.outbox.bytes().saturating_add(message.size()) > self.options.max_outgoing_bytes {
            return Err(limit(&self.options.too_much_waits()));
        }
        let charge = self.budget.charge(cost::JS_CALL).map_err(|error| limit(&error))?;
        self.outbox.reserve(message.held() + identifier.len()).map_err(|error| limit(&error))?;
        let (waiter, answer) = oneshot::channel();
        let task_id = if wants_answer {
            let mut calls = lock(&self.js_calls);
            calls.given += 1;
            let task_id = calls.given + 1;
            let (waiter, clock) = (Some(waiter), Clock::default());
            calls.pending.insert(task_id, PendingJs { result_type, waiter, clock, _charge: charge });
            task_id
        } else {
            0
        };
        if self.is_closed() {
            // It was closed meanwhile, perhaps after its calls were failed.
            lock(&self.js_calls).pending.remove(task_id);
            return Err(JsError::Disconnected);
        }
        self.start_streams(&message);
        message.set_sent(true);
        let (args, byte_arrays) = message.into_parts();
        let identifier = identifier.to_owned();
        let call = JsInvocation { task_id, identifier, args, byte_arrays, result_type, target_id, call_type };
        self.outbox.send(Outgoing::BeginInvokeJs(Box::new(call)));
        Ok((task_id, answer))
    }

    /// Calls JavaScript through the host and returns with the result.
    pub(crate) fn invoke_js_sync<R: DeserializeOwned>(
        self: &Shared<Self>,
        identifier: &str,
        args: &impl Serialize,
        target_id: u64,
        call_type: JsCallType,
        result_type: JsCallResultType,
    ) -> Result<R, JsError> {
        if self.is_closed() {
            return Err(JsError::Disconnected);
        }
        self.read_js_answer(self.run_js(self.encode_js(args)?, identifier, target_id, call_type, result_type)?)
    }

    /// The part of [`invoke_js_sync`](Self::invoke_js_sync) that is the same for all arguments and results, and exists once.
    fn run_js(
        self: &Shared<Self>,
        mut message: Reply,
        identifier: &str,
        target_id: u64,
        call_type: JsCallType,
        result_type: JsCallResultType,
    ) -> Result<JsAnswer, JsError> {
        self.start_streams(&message);
        let (args, byte_arrays) = (message.json().to_owned(), message.byte_arrays().to_vec());
        let identifier = identifier.to_owned();
        let call = JsInvocation { task_id: 0, identifier, args, byte_arrays, result_type, target_id, call_type };
        let Some(result) = self.services.invoke_js(&call) else {
            return Err(JsError::NotSynchronous);
        };
        message.set_sent(true);
        // Whatever was sent with the result belongs to no other message.
        let byte_arrays = self.take_byte_arrays();
        match result {
            Err(message) => Err(JsError::JavaScript { message }),
            Ok(json) => Ok(JsAnswer::new(true, json, byte_arrays, result_type)),
        }
    }

    fn encode_js(self: &Shared<Self>, args: &impl Serialize) -> Result<Reply, JsError> {
        let mut message = Reply::new();
        let encoded = codec::encode_js_arguments(args, &mut message, self);
        checked_arguments(message, encoded)
    }

    /// Takes in an answer: the JSON array of the call's id, whether it succeeded, and the result or the error.
    pub(super) fn end_invoke_js(&self, text: &str) -> Result<(), ProtocolViolation> {
        let byte_arrays = self.take_byte_arrays();
        let Some(task_id) = first_number(text) else {
            return Err(self.violated("Invalid interop arguments.".to_owned()));
        };
        let Some(PendingJs { result_type, waiter, .. }) = self.forget_js_call(task_id) else {
            // Late or repeated: whoever waited has gone.
            return Ok(());
        };
        let Ok((_, succeeded, value)) = serde_json::from_str::<(IgnoredAny, bool, &RawValue)>(text) else {
            return Err(self.violated("Invalid interop arguments.".to_owned()));
        };
        let mut answer = JsAnswer::new(succeeded, value.get().to_owned(), byte_arrays, result_type);
        if waiter.is_some() {
            let held = answer.json.len() + cost::buffers(&answer.byte_arrays);
            match self.budget.charge(held) {
                Ok(charge) => answer.charge = Some(charge),
                Err(error) => {
                    answer.outcome = Outcome::Refused(error.message().to_owned());
                    answer.byte_arrays = Vec::new();
                }
            }
        }
        let unread = match waiter {
            Some(waiter) => waiter.send(answer).err(),
            None => Some(answer),
        };
        if let Some(answer) = unread {
            self.discard_js_answer(&answer);
        }
        Ok(())
    }

    fn forget_js_call(&self, task_id: u64) -> Option<PendingJs> {
        let mut calls = lock(&self.js_calls);
        let call = calls.pending.remove(task_id)?;
        if call.waiter.is_none() {
            calls.abandoned -= 1;
        }
        Some(call)
    }

    /// Nobody waits for the answer any more. One that brings references is still watched for.
    pub(crate) fn abandon_js(&self, task_id: u64) {
        let mut calls = lock(&self.js_calls);
        let calls = &mut *calls;
        let Some(call) = calls.pending.get_mut(task_id) else { return };
        let references =
            matches!(call.result_type, JsCallResultType::JsObjectReference | JsCallResultType::JsStreamReference);
        if references && calls.abandoned < MOST_ABANDONED {
            if call.waiter.take().is_some() {
                calls.abandoned += 1;
            }
        } else {
            calls.pending.remove(task_id);
        }
    }

    /// Disposes what an answer brought that nobody reads.
    pub(crate) fn discard_js_answer(&self, answer: &JsAnswer) {
        let references =
            matches!(answer.result_type, JsCallResultType::JsObjectReference | JsCallResultType::JsStreamReference);
        if !matches!(answer.outcome, Outcome::Failed)
            && references
            && let Some(reference) = codec::js_reference(&answer.json)
            && let Ok(id) = u64::try_from(reference.id)
        {
            self.dispose_js_object(id);
        }
    }

    /// Reads an answer as the type that its caller wants.
    pub(crate) fn read_js_answer<R: DeserializeOwned>(self: &Shared<Self>, answer: JsAnswer) -> Result<R, JsError> {
        let JsAnswer { json, byte_arrays, .. } = self.succeeded(answer)?;
        let _rust_asked = scope::own(Ownership::Rust);
        codec::decode_value(&json, ByteArrays::Numbered(&byte_arrays), self).map_err(JsError::Result)
    }

    /// An answer whose JSON is the result, or why there is none.
    fn succeeded(&self, mut answer: JsAnswer) -> Result<JsAnswer, JsError> {
        match answer.outcome {
            Outcome::Succeeded => {}
            Outcome::Failed => {
                let message = match serde_json::from_str::<Option<LossyStr<'_>>>(&answer.json) {
                    Ok(message) => message.map(|LossyStr(text)| text.into_owned()).unwrap_or_default(),
                    Err(_) => answer.json,
                };
                return Err(JsError::JavaScript { message });
            }
            Outcome::Refused(ref limit) => {
                let limit = limit.clone();
                self.discard_js_answer(&answer);
                return Err(JsError::Limit(limit));
            }
        }
        let is_null = match answer.result_type {
            // Whatever JavaScript sends, nothing was asked for.
            JsCallResultType::JsVoidResult => true,
            JsCallResultType::JsObjectReference => is_null_reference(&answer.json),
            _ => false,
        };
        if is_null {
            "null".clone_into(&mut answer.json);
        }
        Ok(answer)
    }

    /// Fails all calls: the client is gone.
    pub(super) fn fail_js_calls(&self) {
        let pending = std::mem::take(&mut lock(&self.js_calls).pending);
        drop_quietly(pending);
    }

    /// The clock of a call. The task is woken when the time begins anew.
    pub(crate) fn js_time(&self, task_id: u64, task: &Waker) -> JsTime {
        let mut calls = lock(&self.js_calls);
        let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return JsTime::Since(0) };
        if !clock.task.as_ref().is_some_and(|known| known.will_wake(task)) {
            clock.task = Some(task.clone());
        }
        if clock.is_sent { JsTime::Since(clock.restarts) } else { JsTime::Unsent }
    }

    /// A time-out has ended while the message still waited to be sent.
    pub(crate) fn await_sending_of_js(&self, task_id: u64) {
        if let Some(PendingJs { clock, .. }) = lock(&self.js_calls).pending.get_mut(task_id) {
            clock.is_early = true;
        }
    }

    /// The host has taken the message of a call.
    pub(super) fn note_js_taken(&self, task_id: u64) {
        let task = {
            let mut calls = lock(&self.js_calls);
            let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return };
            clock.is_sent = true;
            if clock.is_early { clock.task.take() } else { None }
        };
        if let Some(task) = task {
            task.wake();
        }
    }

    /// The message of a call was sent just now, some time after the host has taken it.
    pub(super) fn restart_js_time(&self, task_id: u64) {
        let task = {
            let mut calls = lock(&self.js_calls);
            let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return };
            clock.restarts = clock.restarts.wrapping_add(1);
            clock.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
    }

    /// A future of the host's that is ready after this time, or never if the time is longer than clocks can count.
    pub(crate) fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        if time > MAX_SLEEP { Box::pin(std::future::pending()) } else { self.services.sleep(time) }
    }

    // Objects

    /// The handle for a JavaScript object, one for each id.
    pub(crate) fn js_handle(self: &Shared<Self>, id: u64, ownership: Ownership) -> Result<Shared<JsHandle>, CallError> {
        let mut handles = lock(&self.js_objects.0);
        let known = handles.get(id).and_then(WeakShared::upgrade);
        if let Some(handle) = &known
            && !handle.is_disposed()
        {
            if ownership == Ownership::Rust {
                handle.take_ownership();
            }
            return Ok(Shared::clone(handle));
        }
        if known.is_none() && handles.len() >= self.options.max_js_objects {
            return Err(self.options.too_many_js_objects());
        }
        let charge = self.budget.charge(cost::JS_OBJECT)?;
        let handle = Shared::new(JsHandle::new(id, Shared::downgrade(self), ownership, charge));
        handles.insert(id, Shared::downgrade(&handle));
        // The old handle may be the last of its kind by now, and takes the lock when it is dropped.
        drop(handles);
        drop(known);
        Ok(handle)
    }

    /// Forgets a handle that has been dropped.
    pub(crate) fn forget_js_handle(&self, id: u64) {
        let mut handles = lock(&self.js_objects.0);
        if handles.get(id).is_some_and(|handle| handle.strong_count() == 0) {
            handles.remove(id);
        }
    }

    /// Lets JavaScript forget an object.
    pub(crate) fn dispose_js_object(&self, id: u64) {
        if self.is_closed() {
            return;
        }
        self.outbox.send(Outgoing::BeginInvokeJs(Box::new(JsInvocation {
            task_id: 0,
            identifier: DISPOSE_JS_OBJECT.to_owned(),
            args: format!("[{id}]"),
            byte_arrays: Vec::new(),
            result_type: JsCallResultType::JsVoidResult,
            target_id: 0,
            call_type: JsCallType::FunctionCall,
        })));
    }
}

#[cold]
fn limit(error: &CallError) -> JsError {
    JsError::Limit(error.message().to_owned())
}

/// Whether what was encoded is an array of arguments.
fn checked_arguments(mut message: Reply, encoded: Result<(), CallError>) -> Result<Reply, JsError> {
    encoded.map_err(|error| match error.code() {
        code if code == ErrorCode::LimitExceeded.as_str() => JsError::Limit(error.message().to_owned()),
        _ => JsError::Arguments(error.message().to_owned()),
    })?;
    if message.json() == "null" {
        // `()` stands for no arguments.
        message.json.clear();
        message.json.extend_from_slice(b"[]");
    }
    if !message.json.starts_with(b"[") {
        return Err(JsError::Arguments("expected a tuple, such as `(value,)`".to_owned()));
    }
    Ok(message)
}

/// Whether JavaScript sent the reference that stands for null.
fn is_null_reference(json: &str) -> bool {
    codec::js_reference(json).is_some_and(|reference| reference.id == -1)
}

/// The number that a JSON array begins with. What follows is looked at only if somebody waits for it.
fn first_number(text: &str) -> Option<u64> {
    let inside = codec::after_blanks(codec::after_blanks(text).strip_prefix('[')?);
    let digits = inside.find(|c: char| !c.is_ascii_digit()).unwrap_or(inside.len());
    let (number, rest) = inside.split_at(digits);
    let ends = matches!(codec::after_blanks(rest).as_bytes().first(), None | Some(b',' | b']'));
    if ends { number.parse().ok() } else { None }
}
