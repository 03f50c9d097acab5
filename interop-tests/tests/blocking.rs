//! Methods that may block their thread: where they run, and what happens to their answers.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Barrier, Mutex};
use std::thread::ThreadId;

use interop_core::host::{BoxFnOnce, CircuitHost, HostServices};
use interop_core::{Cancellation, CircuitOptions, InProcess, ObjectReference, State, interop_object, js_invokable};
use interop_tests::{Client, Deaths, detailed, failure};

interop_core::assembly!("Tests");

#[js_invokable(blocking)]
pub fn where_it_runs(threads: State<Mutex<Vec<ThreadId>>>) -> &'static str {
    threads.lock().unwrap().push(std::thread::current().id());
    "done"
}

#[js_invokable(blocking)]
pub fn meet(barrier: State<Barrier>, name: &str, list: &[u8]) -> String {
    barrier.wait();
    format!("{name} {list:?}")
}

#[js_invokable(blocking)]
pub fn fails() -> Result<u8, String> {
    Err("it did not work".to_owned())
}

/// Meets the test, and returns when no caller waits any more.
#[js_invokable(blocking)]
pub fn until_cancelled(barrier: State<Barrier>, cancellation: Cancellation) -> &'static str {
    barrier.wait();
    while !cancellation.is_cancelled() {
        std::thread::yield_now();
    }
    barrier.wait();
    "gave up"
}

#[js_invokable(blocking)]
pub fn is_cancelled(cancellation: Cancellation) -> bool {
    cancellation.is_cancelled()
}

#[js_invokable]
pub fn is_cancelled_at_once(cancellation: &Cancellation) -> bool {
    cancellation.is_cancelled()
}

#[js_invokable(blocking)]
pub fn with_witness(deaths: State<Deaths>) -> u8 {
    let _witness = deaths.witness();
    3
}

#[js_invokable(blocking)]
pub fn meet_twice(barrier: State<Barrier>) {
    barrier.wait();
    barrier.wait();
}

#[js_invokable]
pub fn at_once() -> u8 {
    1
}

pub struct Worker;

#[interop_object]
impl Worker {
    #[js_invokable(blocking)]
    pub fn work(&self, twice: u8) -> u8 {
        2 * twice
    }
}

#[js_invokable(blocking)]
pub fn worker() -> ObjectReference<Worker> {
    ObjectReference::new(Worker)
}

/// Runs work on separate threads.
struct Threads;

impl HostServices for Threads {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        std::thread::spawn(work);
    }
}

/// Stores work until the test runs or drops it.
#[derive(Clone, Default)]
struct Later(Arc<Mutex<Vec<BoxFnOnce<()>>>>);

impl HostServices for Later {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        self.0.lock().unwrap().push(work);
    }
}

impl Later {
    fn take(&self) -> BoxFnOnce<()> {
        self.0.lock().unwrap().remove(0)
    }
}

impl Later {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

fn later_client() -> (Client, Later) {
    later_client_with(detailed())
}

fn later_client_with(options: CircuitOptions) -> (Client, Later) {
    let later = Later::default();
    let builder = CircuitHost::builder().options(options).services(later.clone()).state(Deaths::new());
    (Client::of(builder), later)
}

#[test]
fn a_host_with_threads_runs_them_beside_each_other() {
    let app = InProcess::builder().options(detailed()).state(Barrier::new(3)).build();
    let first = app.invoke_async("Tests", "meet", r#"["a","AQI="]"#);
    let second = app.invoke_async("Tests", "meet", r#"["b\u0021",""]"#);

    // Both calls wait at the barrier for this thread, which they do not block.
    app.host().circuit().state::<Barrier>().unwrap().wait();

    assert_eq!(futures_executor::block_on(first).unwrap(), r#""a [1, 2]""#);
    assert_eq!(futures_executor::block_on(second).unwrap(), r#""b! []""#);
}

#[test]
fn they_run_on_the_callers_thread_where_the_host_has_no_other_or_cannot_wait() {
    let threads = || Mutex::new(Vec::<ThreadId>::new());
    let seen =
        |circuit: interop_core::Circuit| circuit.state::<Mutex<Vec<ThreadId>>>().unwrap().lock().unwrap().clone();

    let without_threads = Client::of(CircuitHost::builder().options(detailed()).state(threads()));
    assert_eq!(without_threads.call("Tests", "where_it_runs", "[]").unwrap(), r#""done""#);
    assert_eq!(seen(without_threads.circuit()), [std::thread::current().id()]);

    let app = InProcess::builder().options(detailed()).state(threads()).build();
    app.invoke("Tests", "where_it_runs", "[]").unwrap();
    futures_executor::block_on(app.invoke_async("Tests", "where_it_runs", "[]")).unwrap();
    let seen = seen(app.circuit());
    assert_eq!(seen[0], std::thread::current().id(), "a synchronous call blocks its caller");
    assert_ne!(seen[1], std::thread::current().id());
}

#[test]
fn the_circuit_goes_on_while_one_blocks() {
    let (client, later) = later_client();
    let blocked = client.begin("Tests", "with_witness", "[]");
    assert_eq!(client.call("Tests", "at_once", "[]"), Ok("1".to_owned()));
    assert_eq!(client.circuit().calls_in_flight(), 1);

    later.take()();

    assert_eq!(client.answer(), (blocked, Ok("3".to_owned())));
    assert_eq!(client.circuit().calls_in_flight(), 0);
}

#[test]
fn errors_and_misfits_are_answered_like_any_others() {
    let (client, later) = later_client();
    client.begin("Tests", "fails", "[]");
    client.begin("Tests", "fails", "[1]");
    later.take()();
    later.take()();

    let answers = client.answers();

    let mut failures: Vec<_> = answers.into_iter().map(|(id, result)| (id, failure(result))).collect();
    failures.sort();
    assert_eq!(failures[0], (1, ("internal".to_owned(), "it did not work".to_owned())));
    assert_eq!(failures[1].1.0, "invalid_arguments");
}

#[test]
fn work_that_the_host_gives_up_fails_its_call() {
    let (client, later) = later_client();
    let id = client.begin("Tests", "with_witness", "[]");

    drop(later.take());

    let (answered, result) = client.answer();
    assert_eq!(answered, id);
    assert_eq!(failure(result), ("internal".to_owned(), "the host dropped the blocking call".to_owned()));
}

#[test]
fn a_cancelled_one_that_has_not_begun_never_begins() {
    let (client, later) = later_client();
    let id = client.begin("Tests", "with_witness", "[]");

    client.host().cancel(id);
    assert_eq!(failure(client.answer().1).0, "cancelled");
    assert_eq!(client.circuit().calls_in_flight(), 0);
    later.take()();

    assert_eq!(client.answers(), []);
    assert_eq!(client.circuit().state::<Deaths>().unwrap().count(), 0);
}

#[test]
fn a_cancelled_one_that_runs_counts_until_it_ends_and_its_result_is_lost() {
    let options = detailed().max_calls_in_flight(1);
    let builder = CircuitHost::builder().options(options).services(Threads).state(Barrier::new(2));
    let client = Client::of(builder);
    let barrier = client.circuit().state::<Barrier>().unwrap();
    let id = client.begin("Tests", "meet_twice", "[]");
    barrier.wait();

    client.host().cancel(id);
    let (answered, result) = client.answer();
    assert_eq!((answered, failure(result).0.as_str()), (id, "cancelled"));
    assert_eq!(client.circuit().calls_in_flight(), 1, "it is answered, but it runs");
    assert_eq!(failure(client.call("Tests", "meet_twice", "[]")).0, "limit_exceeded");

    barrier.wait();
    while client.circuit().calls_in_flight() > 0 {
        std::thread::yield_now();
    }
    assert_eq!(client.answers(), []);
}

#[test]
fn a_flood_of_cancelled_ones_runs_none_of_those_that_waited() {
    let (client, later) = later_client();
    for _ in 0..8000 {
        let id = client.begin("Tests", "with_witness", "[]");
        client.host().cancel(id);
        assert_eq!(failure(client.answer().1).0, "cancelled");
    }
    assert_eq!(client.circuit().calls_in_flight(), 0);
    assert!(later.count() <= 4, "the host was given {} pieces of work", later.count());
    while later.count() > 0 {
        later.take()();
    }
    assert_eq!(client.circuit().state::<Deaths>().unwrap().count(), 0);
}

#[test]
fn no_more_than_the_limit_run_at_the_same_time_and_the_others_follow_in_their_order() {
    let (client, later) = later_client_with(detailed().max_blocking_calls(2));
    let ids: Vec<_> = (0..5).map(|_| client.begin("Tests", "with_witness", "[]")).collect();
    assert_eq!((later.count(), client.circuit().calls_in_flight()), (2, 5));
    // A waiting call is dropped, and the calls behind it move up.
    client.host().cancel(ids[2]);
    assert_eq!(client.answer().0, ids[2]);

    for id in [ids[0], ids[1], ids[3], ids[4]] {
        assert!(later.count() <= 2);
        later.take()();
        assert_eq!(client.answer(), (id, Ok("3".to_owned())));
    }
    assert_eq!((later.count(), client.circuit().calls_in_flight()), (0, 0));
}

#[test]
fn work_that_the_host_gives_up_makes_room_for_the_next() {
    let (client, later) = later_client_with(detailed().max_blocking_calls(1));
    client.begin("Tests", "with_witness", "[]");
    let second = client.begin("Tests", "with_witness", "[]");

    drop(later.take());
    assert_eq!(failure(client.answer().1).0, "internal");
    later.take()();
    assert_eq!(client.answer(), (second, Ok("3".to_owned())));
}

#[test]
fn a_host_that_runs_them_at_once_runs_each_at_its_call_even_from_within_another() {
    let options = detailed().max_blocking_calls(1);
    let client = Client::of(CircuitHost::builder().options(options).state(Deaths::new()));
    for _ in 0..3 {
        assert_eq!(client.call("Tests", "with_witness", "[]"), Ok("3".to_owned()));
    }
    assert_eq!(client.circuit().calls_in_flight(), 0);
}

#[test]
fn the_end_of_the_circuit_drops_those_that_wait_with_their_arguments() {
    let (client, later) = later_client_with(detailed().max_blocking_calls(2));
    client.begin("Tests", "worker", "[]");
    later.take()();
    client.messages();
    let worker = client.circuit();
    for _ in 0..5 {
        client.begin_on(1, "work", "[1]");
    }
    let deaths = client.circuit().state::<Deaths>().unwrap();
    client.host().close();
    assert_eq!(worker.calls_in_flight(), 0);
    while later.count() > 0 {
        later.take()();
    }
    assert_eq!(deaths.count(), 0);
}

#[test]
fn objects_have_them_and_they_return_objects() {
    let (client, later) = later_client();
    client.begin("Tests", "worker", "[]");
    later.take()();
    assert_eq!(client.answer().1.unwrap(), r#"{"__dotNetObject":1}"#);

    let call = client.begin_on(1, "work", "[21]");
    let disposal = client.begin_on(1, "__Dispose", "null");
    later.take()();

    assert_eq!(client.answers().len(), 2);
    assert_eq!((call, disposal), (2, 3));
}

#[test]
fn the_end_of_the_circuit_does_not_wait_for_them() {
    let (client, later) = later_client();
    client.begin("Tests", "worker", "[]");

    client.host().close();
    later.take()();

    assert_eq!(client.answers(), []);
    assert_eq!(client.circuit().object_count(), 0);
}

#[test]
fn the_descriptor_says_which_they_are() {
    let (client, _) = later_client();
    let method = |name: &str| client.host().registry().get("Tests", name).expect("registered");
    assert!(method("fails").is_blocking() && !method("fails").is_async());
    assert!(!method("at_once").is_blocking());
}

/// Runs each piece of blocking work on a thread of its own, and has no timers.
struct OwnThreads;

impl HostServices for OwnThreads {
    fn spawn_blocking(&self, work: BoxFnOnce<()>) {
        std::thread::spawn(work);
    }

    fn sleep(&self, _: std::time::Duration) -> interop_core::host::BoxFuture<'static, ()> {
        // Any time is over at once.
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn a_method_learns_that_no_caller_waits_any_more() {
    let client = |options: CircuitOptions| {
        Client::of(CircuitHost::builder().options(options).services(OwnThreads).state(Barrier::new(2)))
    };
    let barrier = |client: &Client| client.circuit().state::<Barrier>().expect("it was given to the host");

    let cancelled = client(detailed());
    let id = cancelled.begin("Tests", "until_cancelled", "[]");
    let meeting = barrier(&cancelled);
    meeting.wait();
    cancelled.host().cancel(id);
    assert_eq!(failure(cancelled.answer().1).0, "cancelled");
    meeting.wait();

    let late = client(detailed().call_timeout(std::time::Duration::from_secs(1)));
    late.begin("Tests", "until_cancelled", "[]");
    let meeting = barrier(&late);
    meeting.wait();
    assert_eq!(failure(late.answer().1).0, "deadline_exceeded");
    meeting.wait();

    let closed = client(detailed());
    closed.begin("Tests", "until_cancelled", "[]");
    let meeting = barrier(&closed);
    meeting.wait();
    assert_eq!(closed.answers(), []);
    closed.host().close();
    meeting.wait();
}

#[test]
fn a_method_whose_caller_waits_is_not_cancelled() {
    let client = Client::of(CircuitHost::builder().services(OwnThreads));
    client.begin("Tests", "is_cancelled", "[]");
    assert_eq!(client.wait().unwrap().1.unwrap(), "false");
    assert_eq!(client.call("Tests", "is_cancelled_at_once", "[]").unwrap(), "false");
    // A host without threads runs it at once.
    assert_eq!(Client::new().call("Tests", "is_cancelled", "[]").unwrap(), "false");
    assert_eq!(interop_tests::app().invoke("Tests", "is_cancelled", "[]").unwrap(), "false");
}
