//! A call that returns the next values of a stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::source::{ItemSource, SentItems, SourceState};
use super::{MAX_BATCH_BYTES, MAX_CREDIT};
use crate::circuit::poll_item;
use crate::codec::Reply;
use crate::error::CallError;
use crate::thunk::{CallFuture, OwnedCall, OwnedOutcome};

/// Starts a call of the method of an [`ItemSource`]. Its argument is the number of values that the reader accepts.
pub(super) fn next(call: OwnedCall) -> CallFuture {
    match begin(&call) {
        Ok((source, credit)) => Box::pin(Read { call, source, credit }),
        Err(error) => Box::pin(std::future::ready(OwnedOutcome::Err(error))),
    }
}

fn begin(call: &OwnedCall) -> Result<(Option<SentItems>, u64), CallError> {
    let borrowed = call.call();
    let (credit,) = borrowed.args_1::<u64, _>()?;
    let source = borrowed.target::<ItemSource>()?.take();
    if source.is_err() {
        forget_if_ended(call);
    }
    Ok((source?, credit.clamp(1, MAX_CREDIT)))
}

/// Ends the reference of the client to a stream of which nothing is left.
fn forget_if_ended(call: &OwnedCall) {
    if let Some(object) = call.object()
        && object.downcast_ref::<ItemSource>().is_some_and(ItemSource::has_ended)
    {
        object.dispose();
    }
}

/// A call that waits for values. It holds the stream meanwhile, and returns it when it is dropped.
struct Read {
    call: OwnedCall,
    source: Option<SentItems>,
    credit: u64,
}

impl Read {
    /// Gives back what is left of the stream.
    fn leave(&mut self, left: impl FnOnce(SentItems) -> SourceState) {
        if let Some(source) = self.source.take() {
            let left = left(source);
            if let Ok(object) = self.call.call().target::<ItemSource>() {
                object.put(left);
            }
        }
    }

    fn end(&mut self) {
        self.leave(|source| {
            source.discard();
            SourceState::Ended
        });
        forget_if_ended(&self.call);
    }
}

impl Future for Read {
    type Output = OwnedOutcome;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<OwnedOutcome> {
        let this = &mut *self;
        let (mut batch, mut item) = (Reply::new(), Reply::new());
        let mut count = 0;
        let mut is_done = false;
        while count < this.credit && batch.json_bytes().len() < MAX_BATCH_BYTES {
            let polled = match &mut this.source {
                Some(source) => poll_item(|| source.poll_item(cx, &mut item, this.call.circuit())),
                None => Poll::Ready(None),
            };
            match polled {
                Poll::Ready(Some(Ok(()))) => {
                    batch.json.extend_from_slice(if count == 0 { b"{\"items\":[" } else { b"," });
                    batch.append(&mut item);
                    count += 1;
                }
                Poll::Ready(None) => {
                    is_done = true;
                    break;
                }
                Poll::Ready(Some(Err(error))) if count == 0 => {
                    this.end();
                    return Poll::Ready(Err(error));
                }
                Poll::Ready(Some(Err(error))) => {
                    // The next call gets it, after the values before it.
                    this.leave(|source| {
                        source.discard();
                        SourceState::Failed(error)
                    });
                    break;
                }
                Poll::Pending if count == 0 => return Poll::Pending,
                Poll::Pending => break,
            }
        }
        if count == 0 {
            batch.json.extend_from_slice(b"{\"items\":[");
        }
        batch.json.extend_from_slice(if is_done { b"],\"done\":true}" } else { b"],\"done\":false}" });
        if is_done {
            this.end();
        }
        Poll::Ready(Ok(batch))
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        self.leave(SourceState::Idle);
    }
}
