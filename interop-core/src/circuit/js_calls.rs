//! Calls to JavaScript that wait for their answers.

use std::sync::Mutex;
use std::task::Waker;

use futures_channel::oneshot;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::budget::Charge;
use super::destructors::drop_quietly;
use super::id_map::IdMap;
use super::js_answer::JsAnswer;
use super::js_disposal::dispose_entrusted;
use super::js_invocation::JsCallResultType;
use super::link::Link;
use super::outgoing::ProtocolViolation;
use crate::codec;
use crate::error::CallError;
use crate::threading::lock;

/// The number of abandoned calls that are remembered, so that references in their late answers can be disposed.
const MAX_ABANDONED: usize = 1024;

/// Calls to JavaScript that wait for their answers.
#[derive(Default)]
pub(crate) struct JsCalls(Mutex<JsCallTable>);

#[derive(Default)]
struct JsCallTable {
    /// The number of ids that were assigned. The first id is 2, as in Blazor.
    given: u64,
    pending: IdMap<PendingJs>,
    abandoned: usize,
}

struct PendingJs {
    result_type: JsCallResultType,
    /// `None` once no task waits for the answer.
    waiter: Option<oneshot::Sender<JsAnswer>>,
    clock: Clock,
    _charge: Charge,
}

/// The time from which a call waits for its answer.
#[derive(Default)]
struct Clock {
    /// Whether the host has taken the message.
    is_sent: bool,
    /// Whether a time-out ended before that. It starts again when the message is taken.
    is_early: bool,
    /// How many times the time was restarted because the host reported that the message had only then been sent.
    restarts: u32,
    /// The task to wake when the time restarts.
    task: Option<Waker>,
}

/// The state of the time of a call, for the task that waits for its answer.
pub(crate) enum JsTime {
    /// The message waits to be sent.
    Unsent,
    /// The message was sent. The number changes when the time restarts.
    Since(u32),
}

impl JsCalls {
    /// Assigns an id to a call and registers the receiver of its answer. The answer is awaited until the receiver is
    /// dropped.
    pub(crate) fn begin(&self, result_type: JsCallResultType, charge: Charge) -> (u64, oneshot::Receiver<JsAnswer>) {
        let (waiter, answer) = oneshot::channel();
        let mut calls = lock(&self.0);
        calls.given += 1;
        let task_id = calls.given + 1;
        let (waiter, clock) = (Some(waiter), Clock::default());
        calls.pending.insert(task_id, PendingJs { result_type, waiter, clock, _charge: charge });
        (task_id, answer)
    }

    /// Removes a call that was not sent.
    pub(crate) fn withdraw(&self, task_id: u64) {
        lock(&self.0).pending.remove(task_id);
    }

    /// Receives an answer: a JSON array of the id of the call, whether it succeeded, and the result or the error.
    pub(super) fn end(
        &self,
        link: &Link,
        text: &str,
        byte_arrays: Result<Vec<bytes::Bytes>, CallError>,
    ) -> Result<(), ProtocolViolation> {
        let invalid = || ProtocolViolation("Invalid interop arguments.".to_owned());
        let task_id = first_number(text).ok_or_else(invalid)?;
        let Some(PendingJs { result_type, waiter, .. }) = self.forget(task_id) else {
            // The answer is late or repeated: no call waits for it, or for what it contains.
            dispose_entrusted(link, &codec::entrusted_ids(text, false));
            return Ok(());
        };
        let (_, succeeded, value) =
            serde_json::from_str::<(IgnoredAny, bool, &RawValue)>(text).map_err(|_| invalid())?;
        let mut answer = JsAnswer::new(succeeded, value.get().to_owned(), byte_arrays, result_type);
        let unread = match waiter {
            Some(waiter) => {
                answer.charge(link);
                waiter.send(answer).err()
            }
            None => Some(answer),
        };
        if let Some(answer) = unread {
            answer.discard(link);
        }
        Ok(())
    }

    fn forget(&self, task_id: u64) -> Option<PendingJs> {
        let mut calls = lock(&self.0);
        let call = calls.pending.remove(task_id)?;
        if call.waiter.is_none() {
            calls.abandoned -= 1;
        }
        Some(call)
    }

    /// Notes that no task waits for the answer any more. If it can contain a reference, it is still expected, so that
    /// the reference can be disposed.
    pub(crate) fn abandon(&self, task_id: u64) {
        let mut calls = lock(&self.0);
        let calls = &mut *calls;
        let Some(call) = calls.pending.get_mut(task_id) else { return };
        if call.result_type.is_reference() && calls.abandoned < MAX_ABANDONED {
            if call.waiter.take().is_some() {
                calls.abandoned += 1;
            }
        } else {
            calls.pending.remove(task_id);
        }
    }

    /// Fails all calls, because the client has disconnected.
    pub(super) fn fail(&self) {
        let pending = std::mem::take(&mut lock(&self.0).pending);
        drop_quietly(pending);
    }

    /// The state of the time of a call. The task is woken when the time restarts.
    pub(crate) fn time(&self, task_id: u64, task: &Waker) -> JsTime {
        let mut calls = lock(&self.0);
        let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return JsTime::Since(0) };
        if !clock.task.as_ref().is_some_and(|known| known.will_wake(task)) {
            clock.task = Some(task.clone());
        }
        if clock.is_sent { JsTime::Since(clock.restarts) } else { JsTime::Unsent }
    }

    /// Notes that a time-out ended while the message still waited to be sent.
    pub(crate) fn await_sending(&self, task_id: u64) {
        if let Some(PendingJs { clock, .. }) = lock(&self.0).pending.get_mut(task_id) {
            clock.is_early = true;
        }
    }

    /// Notes that the host has taken the message of a call.
    pub(super) fn note_taken(&self, task_id: u64) {
        let task = {
            let mut calls = lock(&self.0);
            let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return };
            clock.is_sent = true;
            if clock.is_early { clock.task.take() } else { None }
        };
        if let Some(task) = task {
            task.wake();
        }
    }

    /// Notes that the message of a call was sent just now, some time after the host took it.
    pub(super) fn restart_time(&self, task_id: u64) {
        let task = {
            let mut calls = lock(&self.0);
            let Some(PendingJs { clock, .. }) = calls.pending.get_mut(task_id) else { return };
            clock.restarts = clock.restarts.wrapping_add(1);
            clock.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
    }
}

/// The number at the beginning of a JSON array. The remainder is read only if a call waits for it.
fn first_number(text: &str) -> Option<u64> {
    let inside = codec::after_blanks(codec::after_blanks(text).strip_prefix('[')?);
    let digits = inside.find(|c: char| !c.is_ascii_digit()).unwrap_or(inside.len());
    let (number, rest) = inside.split_at(digits);
    let ends = matches!(codec::after_blanks(rest).as_bytes().first(), None | Some(b',' | b']'));
    if ends { number.parse().ok() } else { None }
}
