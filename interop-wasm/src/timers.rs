//! Timers, which only the page provides.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_channel::oneshot;

use crate::client::number;
use crate::page;

/// The timers of a circuit that are running.
#[derive(Default)]
pub(crate) struct Timers(RefCell<Running>);

#[derive(Default)]
struct Running {
    started: u64,
    /// Sorted by their ids, which count up.
    waiting: Vec<(u64, oneshot::Sender<()>)>,
}

impl Timers {
    /// Notes that the time of a timer is over.
    pub(crate) fn wake(&self, timer_id: u64) {
        if let Some(waiting) = self.take(timer_id) {
            // The waiting task may have ended.
            let _ = waiting.send(());
        }
    }

    fn start(&self) -> (u64, oneshot::Receiver<()>) {
        let (sender, receiver) = oneshot::channel();
        let mut running = self.0.borrow_mut();
        running.started += 1;
        let timer_id = running.started;
        running.waiting.push((timer_id, sender));
        (timer_id, receiver)
    }

    /// Stops a timer, and returns whether it was still running.
    fn stop(&self, timer_id: u64) -> bool {
        self.take(timer_id).is_some()
    }

    fn take(&self, timer_id: u64) -> Option<oneshot::Sender<()>> {
        let mut running = self.0.borrow_mut();
        let at = running.waiting.binary_search_by_key(&timer_id, |(id, _)| *id).ok()?;
        Some(running.waiting.remove(at).1)
    }
}

/// Ready after some time.
pub(crate) struct Sleep {
    circuit: u32,
    timer_id: u64,
    woken: oneshot::Receiver<()>,
}

impl Sleep {
    /// Starts a timer. `None` if there is no page any more. Circuits request no time that JavaScript could not count.
    pub(crate) fn start(circuit: u32, time: Duration) -> Option<Self> {
        let page = page::find(circuit)?;
        let (timer_id, woken) = page.timers.start();
        let sleep = Self { circuit, timer_id, woken };
        // A client that throws starts no timer. The entry is removed when `sleep` is dropped.
        page.client.sleep(number(timer_id), (time.as_secs_f64() * 1000.0).ceil()).ok().map(|()| sleep)
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.woken).poll(cx).map(drop)
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(page) = page::find(self.circuit)
            && page.timers.stop(self.timer_id)
        {
            let _ = page.client.cancel_sleep(number(self.timer_id));
        }
    }
}
