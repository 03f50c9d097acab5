//! Which of the calls that wait are polled: those that were woken, and no others.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use interop_core::host::{CircuitHost, Outgoing};
use interop_core::{State, js_invokable};
use interop_tests::{Client, detailed, failure};

interop_core::assembly!("Tests");

/// The calls of `wait`, by number.
#[derive(Default)]
pub struct Waiting(Mutex<Vec<Call>>);

#[derive(Clone, Default)]
struct Call {
    polls: usize,
    waker: Option<Waker>,
    may_end: bool,
}

impl Waiting {
    fn change<T>(&self, number: usize, change: impl FnOnce(&mut Call) -> T) -> T {
        let mut calls = self.0.lock().unwrap();
        if calls.len() <= number {
            calls.resize(number + 1, Call::default());
        }
        change(&mut calls[number])
    }

    fn wake(&self, number: usize) {
        let waker = self.change(number, |call| call.waker.clone());
        waker.expect("it was polled").wake();
    }

    fn end(&self, number: usize) {
        self.change(number, |call| call.may_end = true);
        self.wake(number);
    }

    fn polls(&self) -> Vec<usize> {
        self.0.lock().unwrap().iter().map(|call| call.polls).collect()
    }
}

#[js_invokable]
pub async fn wait(waiting: State<Waiting>, number: usize) -> usize {
    poll_fn(|cx| {
        waiting.change(number, |call| {
            call.polls += 1;
            call.waker = Some(cx.waker().clone());
            if call.may_end { Poll::Ready(number) } else { Poll::Pending }
        })
    })
    .await
}

/// Is ready to continue all the time, and never ends.
#[js_invokable]
pub async fn spin(polls: State<AtomicUsize>) {
    poll_fn(|cx| {
        polls.fetch_add(1, Ordering::Relaxed);
        cx.waker().wake_by_ref();
        Poll::<()>::Pending
    })
    .await;
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

fn client() -> (Client, State<Waiting>) {
    let builder = CircuitHost::builder()
        .options(detailed().max_calls_in_flight(1000))
        .state(Waiting::default())
        .state(AtomicUsize::new(0));
    let client = Client::of(builder);
    let waiting = client.circuit().state().unwrap();
    (client, waiting)
}

fn begin(client: &Client, number: usize) -> u64 {
    client.begin("Tests", "wait", &format!("[{number}]"))
}

#[test]
fn only_calls_that_were_woken_are_polled() {
    let (client, waiting) = client();
    for number in 0..3 {
        begin(&client, number);
    }
    assert!(client.answers().is_empty());
    let before = waiting.polls();
    waiting.wake(1);
    waiting.wake(1);
    assert!(client.answers().is_empty());
    assert_eq!(waiting.polls(), [before[0], before[1] + 1, before[2]]);
    assert!(client.answers().is_empty());
    assert_eq!(waiting.polls(), [before[0], before[1] + 1, before[2]]);
}

#[test]
fn a_wake_on_another_thread_wakes_the_driver() {
    let (client, waiting) = client();
    let id = begin(&client, 0);
    let driver = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&driver));
    let mut cx = Context::from_waker(&waker);
    assert!(client.host().poll_outgoing(&mut cx).is_pending());
    driver.0.store(false, Ordering::SeqCst);
    std::thread::scope(|scope| scope.spawn(|| waiting.end(0)).join().unwrap());
    assert!(driver.0.load(Ordering::SeqCst));
    let answered = client.host().poll_outgoing(&mut cx);
    assert!(matches!(answered, Poll::Ready(Some(Outgoing::EndInvoke { call_id, .. })) if call_id == id));
}

#[test]
fn a_call_that_always_wakes_itself_holds_up_neither_the_others_nor_the_host() {
    let (client, waiting) = client();
    client.begin("Tests", "spin", "[]");
    let id = begin(&client, 0);
    let driver = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&driver));
    let mut cx = Context::from_waker(&waker);
    // Returns although one call could always continue, and requests to be polled again.
    assert!(client.host().poll_outgoing(&mut cx).is_pending());
    assert!(driver.0.load(Ordering::SeqCst));
    waiting.end(0);
    let answered = client.host().poll_outgoing(&mut cx);
    assert!(matches!(answered, Poll::Ready(Some(Outgoing::EndInvoke { call_id, .. })) if call_id == id));
    let before = client.circuit().state::<AtomicUsize>().unwrap().load(Ordering::Relaxed);
    assert!(client.host().poll_outgoing(&mut cx).is_pending());
    assert!(client.circuit().state::<AtomicUsize>().unwrap().load(Ordering::Relaxed) > before);
}

#[test]
fn a_waker_that_outlives_its_call_harms_no_other() {
    let (client, waiting) = client();
    begin(&client, 0);
    assert!(client.answers().is_empty());
    waiting.end(0);
    assert_eq!(client.answers().len(), 1);
    // Its place is taken by another call.
    let id = begin(&client, 1);
    assert!(client.answers().is_empty());
    let second = begin(&client, 2);
    assert!(client.answers().is_empty());
    waiting.end(2);
    assert_eq!(client.answers(), [(second, Ok("2".to_owned()))]);
    // Two that have ended wake first, of which one has left its place empty.
    waiting.wake(0);
    waiting.wake(2);
    waiting.end(1);
    assert_eq!(client.answers(), [(id, Ok("1".to_owned()))]);
    waiting.wake(1);
    assert!(client.answers().is_empty());
    drop(client);
    waiting.wake(0);
}

#[test]
fn many_calls_wait_end_and_are_cancelled_in_any_order() {
    let (client, waiting) = client();
    for round in 0..3 {
        let ids: Vec<_> = (0..300).map(|number| begin(&client, number)).collect();
        assert!(client.answers().is_empty());
        let mut expected = Vec::new();
        for (number, id) in ids.iter().enumerate().rev() {
            if (number + round) % 3 == 0 {
                client.host().cancel(*id);
            } else {
                waiting.end(number);
                expected.push((*id, number.to_string()));
            }
        }
        let (ended, cancelled): (Vec<_>, Vec<_>) = client.answers().into_iter().partition(|(_, result)| result.is_ok());
        let mut ended: Vec<_> = ended.into_iter().map(|(id, result)| (id, result.unwrap())).collect();
        ended.sort_unstable();
        expected.sort_unstable();
        assert_eq!(ended, expected);
        assert_eq!(cancelled.len(), 100);
        assert!(cancelled.into_iter().all(|(_, result)| failure(result).0 == "cancelled"));
        assert_eq!(client.circuit().calls_in_flight(), 0);
        waiting.0.lock().unwrap().clear();
    }
}
