//! The time by which a call must have ended.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::{CallError, ErrorCode};
use crate::threading::BoxFuture;

/// The time by which a call must have ended. It counts from when the call starts, and unlike other time-outs also while a
/// message is partly received or sent: the caller waits for the call, and not for a message.
pub(super) struct Deadline {
    timer: BoxFuture<'static, ()>,
    timeout: Duration,
}

impl Deadline {
    /// The deadline of a call that starts now and may take as long as the shortest of these times; none without any.
    /// `sleep` makes a timer of the host.
    #[inline]
    pub(super) fn shortest(
        timeouts: [Option<Duration>; 3],
        sleep: impl FnOnce(Duration) -> BoxFuture<'static, ()>,
    ) -> Option<Box<Self>> {
        let timeout = timeouts.into_iter().flatten().min()?;
        Some(Box::new(Self { timer: sleep(timeout), timeout }))
    }

    /// Whether the time is over. The task is woken when it is.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.timer).poll(cx)
    }

    pub(super) fn error(&self) -> CallError {
        exceeded(self.timeout)
    }
}

/// The error of a call that did not end in time. The text contains nothing secret.
#[cold]
pub(super) fn exceeded(timeout: Duration) -> CallError {
    // Formatting 128-bit integers would add code to WebAssembly modules.
    let milliseconds = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
    let text = format!("the call did not end within its deadline of {milliseconds} ms");
    CallError::new(ErrorCode::DeadlineExceeded.as_str(), text)
}
