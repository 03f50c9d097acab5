use std::fmt;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker};

use serde::de::DeserializeOwned;

use super::InProcess;
use crate::circuit::host::Invocation;
use crate::codec::Reply;
use crate::error::{CallError, CallFailure, ErrorCode};
use crate::threading::lock;

/// A call that has a future.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) result: Option<Result<Reply, CallFailure>>,
    pub(super) waker: Option<Waker>,
}

/// Creates the value of the caller from a reply.
pub(super) type ReadReply<R> = fn(&InProcess, &Reply, &Invocation<'_>) -> Result<R, CallFailure>;

#[allow(clippy::unnecessary_wraps)]
pub(super) fn as_json(_: &InProcess, reply: &Reply, _: &Invocation<'_>) -> Result<String, CallFailure> {
    Ok(reply.json().to_owned())
}

pub(super) fn as_value<R: DeserializeOwned>(
    app: &InProcess,
    reply: &Reply,
    called: &Invocation<'_>,
) -> Result<R, CallFailure> {
    app.0.host.read_reply(reply).map_err(|text| CallFailure {
        message: format!("the result of `{}`: {text}", called.method),
        code: ErrorCode::Internal.as_str().into(),
        data: None,
        assembly: called.assembly.map(Box::from),
        method: Some(called.method.into()),
    })
}

/// A call that was started. Dropping it cancels the call.
#[must_use = "dropping the future cancels the call"]
pub struct PendingCall<R> {
    app: InProcess,
    state: PendingState,
    read: ReadReply<R>,
}

enum PendingState {
    For(u64, CalledMethod),
    Failed(Option<CallFailure>),
}

/// The called method, for error texts.
struct CalledMethod {
    assembly: Option<String>,
    method: String,
    object_id: u64,
}

impl CalledMethod {
    fn invocation(&self) -> Invocation<'_> {
        Invocation::new(self.assembly.as_deref(), &self.method, self.object_id, "")
    }
}

impl<R> Future for PendingCall<R> {
    type Output = Result<R, CallFailure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let (id, called) = match &mut this.state {
            PendingState::For(id, called) => (*id, called),
            PendingState::Failed(failure) => match failure.take() {
                Some(failure) => return Poll::Ready(Err(failure)),
                None => return Poll::Pending,
            },
        };
        let app = this.app.clone();
        if let Some(call) = lock(&app.0.pending).get_mut(&id) {
            call.waker = Some(cx.waker().clone());
        }
        let driven = app.drive(cx);
        let mut pending = lock(&app.0.pending);
        let result = pending.get_mut(&id).and_then(|call| call.result.take());
        let invocation = called.invocation();
        let result = match (result, driven) {
            (Some(result), _) => result.and_then(|reply| {
                drop(pending);
                (this.read)(&app, &reply, &invocation)
            }),
            (None, Poll::Ready(())) => {
                drop(pending);
                let error = CallError::dispatch(ErrorCode::Cancelled, "The circuit is closed.".to_owned());
                Err(app.failure(error, &invocation))
            }
            (None, Poll::Pending) => return Poll::Pending,
        };
        this.end();
        this.state = PendingState::Failed(None);
        Poll::Ready(result)
    }
}

impl<R> PendingCall<R> {
    pub(super) fn failed(app: &InProcess, failure: CallFailure, read: ReadReply<R>) -> Self {
        Self { app: app.clone(), state: PendingState::Failed(Some(failure)), read }
    }

    /// Starts a call.
    pub(super) fn begin(app: &InProcess, invocation: Invocation<'_>, read: ReadReply<R>) -> Self {
        let id = app.0.last_call_id.fetch_add(1, Ordering::Relaxed) + 1;
        lock(&app.0.pending).insert(id, Pending::default());
        let called = CalledMethod {
            assembly: invocation.assembly.map(str::to_owned),
            method: invocation.method.to_owned(),
            object_id: invocation.object_id,
        };
        // The ids are assigned here, so this does not violate the protocol. A closed circuit answers in `poll`.
        let _ = app.0.host.begin_invoke(Some(id), invocation);
        Self { app: app.clone(), state: PendingState::For(id, called), read }
    }

    fn end(&self) {
        if let PendingState::For(id, _) = self.state {
            let pending = lock(&self.app.0.pending).remove(&id);
            if let Some(Ok(mut reply)) = pending.and_then(|call| call.result) {
                // The reply was not read, so its references are not held.
                reply.set_sent(false);
            }
            self.app.0.host.cancel(id);
            self.app.wake_others();
        }
    }
}

impl<R> Drop for PendingCall<R> {
    fn drop(&mut self) {
        self.end();
    }
}

impl<R> fmt::Debug for PendingCall<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PendingCall")
    }
}
