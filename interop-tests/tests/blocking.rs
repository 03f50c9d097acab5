//! Methods that may block their thread: where they run, and what becomes of their answer.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::{Arc, Barrier, Mutex};
use std::thread::ThreadId;

use interop_core::host::{CircuitHost, HostServices};
use interop_core::{BoxFnOnce, InProcess, ObjectReference, State, interop_object, js_invokable};
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

#[js_invokable(blocking)]
pub fn with_witness(deaths: State<Deaths>) -> u8 {
    let _witness = deaths.witness();
    3
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

/// Keeps work until the test runs or drops it.
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

fn later_client() -> (Client, Later) {
    let later = Later::default();
    let builder = CircuitHost::builder().options(detailed()).services(later.clone()).state(Deaths::new());
    (Client::of(builder), later)
}

#[test]
fn a_host_with_threads_runs_them_beside_each_other() {
    let app = InProcess::builder().options(detailed()).state(Barrier::new(3)).build();
    let first = app.invoke_async("Tests", "meet", r#"["a","AQI="]"#);
    let second = app.invoke_async("Tests", "meet", r#"["b\u0021",""]"#);

    // Both calls wait at the barrier for this thread, which they do not hinder.
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
    assert_eq!(failure(result), ("internal".to_owned(), "the host dropped the blocking work".to_owned()));
}

#[test]
fn a_cancelled_one_is_answered_at_once_and_its_result_is_lost() {
    let (client, later) = later_client();
    let id = client.begin("Tests", "with_witness", "[]");

    client.host().cancel(id);
    assert_eq!(failure(client.answer().1).0, "cancelled");
    later.take()();

    assert_eq!(client.answers(), []);
    assert_eq!(client.circuit().state::<Deaths>().unwrap().count(), 1, "the work itself cannot be stopped");
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
