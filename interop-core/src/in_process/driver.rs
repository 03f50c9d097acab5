//! Drives the circuit of an [`InProcess`]: there is no runtime, so futures that wait for the circuit run it.

use std::task::{Context, Poll, Waker};

use super::InProcess;
use crate::circuit::host::Outgoing;
use crate::threading::lock;

impl InProcess {
    /// Runs a future and drives the circuit meanwhile. Use it for futures that wait for the circuit but are not calls
    /// to Rust, such as a call to JavaScript.
    pub async fn run<T>(&self, future: impl Future<Output = T>) -> T {
        let mut future = std::pin::pin!(future);
        std::future::poll_fn(|cx| {
            // The future may become ready only after the circuit has run, and may send something to the circuit before.
            if let Poll::Ready(value) = future.as_mut().poll(cx) {
                return Poll::Ready(value);
            }
            let _ = self.drive(cx);
            future.as_mut().poll(cx)
        })
        .await
    }

    /// Delivers what Rust has sent to the page, such as events, and lets running calls continue until they have to
    /// wait.
    pub fn settle(&self) {
        let _ = self.drive(&mut Context::from_waker(Waker::noop()));
        // The waker of those who wait was replaced.
        self.wake_others();
    }

    /// Runs the circuit and its client until they have nothing to do, and delivers answers to the futures that wait for
    /// them. Ready when the circuit is closed.
    pub(crate) fn drive(&self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.0.host.poll_outgoing(cx) {
                Poll::Ready(Some(Outgoing::EndInvoke { call_id, result })) => {
                    let mut pending = lock(&self.0.pending);
                    let waker = pending.get_mut(&call_id).and_then(|call| {
                        call.result = Some(result.map_err(|failure| *failure));
                        call.waker.take()
                    });
                    drop(pending);
                    if let Some(waker) = waker {
                        waker.wake();
                    }
                }
                Poll::Ready(Some(message)) => self.0.page.receive(self, message),
                Poll::Ready(None) => {
                    self.0.page.close();
                    return Poll::Ready(());
                }
                // The functions of the page may have sent something to the circuit.
                Poll::Pending if self.0.page.poll(self, cx) => {}
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Wakes the other waiting futures, one of which then drives the circuit.
    pub(super) fn wake_others(&self) {
        let wakers: Vec<_> = lock(&self.0.pending).values_mut().filter_map(|call| call.waker.take()).collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}
