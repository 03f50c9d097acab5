use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_channel::oneshot;
use serde::de::DeserializeOwned;

use super::JsError;
use super::request::read_answer;
use crate::circuit::{CircuitCore, JsAnswer, JsTime};
use crate::threading::{BoxFuture, MaybeSend, Shared, WeakShared};

/// A call to JavaScript that was sent. As a future, it returns the answer.
#[must_use = "the answer comes when the future is awaited; use `send` if none is wanted"]
pub struct JsCall<R> {
    state: JsCallState,
    result: PhantomData<fn() -> R>,
}

enum JsCallState {
    Failed(Option<JsError>),
    Waiting(AwaitedAnswer),
}

struct AwaitedAnswer {
    core: WeakShared<CircuitCore>,
    task_id: u64,
    identifier: String,
    answer: oneshot::Receiver<JsAnswer>,
    timeout: Option<Duration>,
    /// Whether the caller has chosen the timeout.
    timeout_is_own: bool,
    timer: Option<BoxFuture<'static, ()>>,
    /// The number of restarts of the time when the timer was created.
    restarts: u32,
    until: Option<BoxFuture<'static, ()>>,
}

impl<R> JsCall<R> {
    pub(super) fn failed(error: JsError) -> Self {
        Self { state: JsCallState::Failed(Some(error)), result: PhantomData }
    }

    pub(super) fn new(
        core: &Shared<CircuitCore>,
        task_id: u64,
        identifier: &str,
        answer: oneshot::Receiver<JsAnswer>,
    ) -> Self {
        Self {
            state: JsCallState::Waiting(AwaitedAnswer {
                core: Shared::downgrade(core),
                task_id,
                identifier: if identifier.is_empty() { "a function" } else { identifier }.to_owned(),
                answer,
                timeout: core.link.options.js_call_timeout,
                timeout_is_own: false,
                timer: None,
                restarts: 0,
                until: None,
            }),
            result: PhantomData,
        }
    }

    /// Sets how long to wait for the answer, instead of
    /// [`CircuitOptions::js_call_timeout`](crate::CircuitOptions::js_call_timeout). `None` waits indefinitely, and so
    /// does a time that the timers of the host cannot represent, such as [`Duration::MAX`]. [`Duration::ZERO`] ends the
    /// call with [`JsError::Timeout`] unless the answer has already arrived.
    ///
    /// The time counts from when the arguments were sent, and not before the first poll. It does not expire while a
    /// message is partly received or sent, because the answer may be in it or behind it.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        if let JsCallState::Waiting(waiting) = &mut self.state {
            waiting.timeout = timeout.into();
            waiting.timeout_is_own = true;
            waiting.timer = None;
        }
        self
    }

    /// Stops waiting when another future is ready first: the call then ends with [`JsError::Cancelled`]. JavaScript is
    /// not notified.
    ///
    /// This replaces [`CircuitOptions::js_call_timeout`](crate::CircuitOptions::js_call_timeout). A
    /// [`timeout`](Self::timeout) of this call still applies.
    pub fn until(mut self, cancelled: impl Future<Output = ()> + MaybeSend + 'static) -> Self {
        if let JsCallState::Waiting(waiting) = &mut self.state {
            waiting.until = Some(Box::pin(cancelled));
            if !waiting.timeout_is_own {
                waiting.timeout = None;
            }
        }
        self
    }
}

impl AwaitedAnswer {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Result<(Shared<CircuitCore>, JsAnswer), JsError>> {
        let disconnected = || Poll::Ready(Err(JsError::Disconnected));
        match Pin::new(&mut self.answer).poll(cx) {
            Poll::Ready(Ok(answer)) => {
                let core = self.core.upgrade();
                return core.map_or_else(disconnected, |core| Poll::Ready(Ok((core, answer))));
            }
            Poll::Ready(Err(_)) => return disconnected(),
            Poll::Pending => {}
        }
        if let Some(until) = &mut self.until
            && until.as_mut().poll(cx).is_ready()
        {
            return Poll::Ready(Err(JsError::Cancelled));
        }
        match self.timeout {
            Some(after) => self.poll_timeout(after, cx),
            None => Poll::Pending,
        }
    }

    fn poll_timeout<T>(&mut self, after: Duration, cx: &mut Context<'_>) -> Poll<Result<T, JsError>> {
        let Some(core) = self.core.upgrade() else { return Poll::Ready(Err(JsError::Disconnected)) };
        let time = core.js_calls.time(self.task_id, cx.waker());
        if let JsTime::Since(restarts) = time
            && restarts != self.restarts
        {
            (self.timer, self.restarts) = (None, restarts);
        }
        let timer = self.timer.get_or_insert_with(|| core.sleep(after));
        std::task::ready!(timer.as_mut().poll(cx));
        if matches!(time, JsTime::Unsent) {
            core.js_calls.await_sending(self.task_id);
            self.timer = None;
            return Poll::Pending;
        }
        if core.link.hold.puts_off(cx.waker()) {
            self.timer = None;
            return Poll::Pending;
        }
        Poll::Ready(Err(JsError::Timeout { identifier: self.identifier.clone(), after }))
    }
}

impl<R> JsCall<R> {
    /// The answer before it is read. The caller then drops the call.
    pub(crate) fn poll_answer(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<(Shared<CircuitCore>, JsAnswer), JsError>> {
        match &mut self.state {
            JsCallState::Failed(error) => error.take().map_or(Poll::Pending, |error| Poll::Ready(Err(error))),
            JsCallState::Waiting(waiting) => waiting.poll(cx),
        }
    }
}

impl<R: DeserializeOwned> Future for JsCall<R> {
    type Output = Result<R, JsError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let answered = std::task::ready!(self.poll_answer(cx));
        let result = answered.and_then(|(core, answer)| read_answer(&core, answer));
        self.state.end();
        Poll::Ready(result)
    }
}

impl JsCallState {
    /// Notes that no task waits for the answer any more.
    fn end(&mut self) {
        if let Self::Waiting(waiting) = std::mem::replace(self, Self::Failed(None))
            && let Some(core) = waiting.core.upgrade()
        {
            core.js_calls.abandon(waiting.task_id);
            // An answer that has arrived and was not read may contain references.
            let mut answer = waiting.answer;
            if let Ok(Some(answer)) = answer.try_recv() {
                answer.discard(&core.link);
            }
        }
    }
}

impl<R> Drop for JsCall<R> {
    fn drop(&mut self) {
        self.state.end();
    }
}

impl<R> fmt::Debug for JsCall<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            JsCallState::Failed(error) => f.debug_tuple("JsCall").field(error).finish(),
            JsCallState::Waiting(waiting) => write!(f, "JsCall({}, {})", waiting.task_id, waiting.identifier),
        }
    }
}
