//! All circuits of a host, and what happens at the end of one.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use interop_core::host::{CircuitHost, CloseReason, HostServices, Outgoing};
use interop_core::{Circuit, Circuits, InProcess, JsError, js_invokable};
use interop_tests::{Deaths, Gate, detailed};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn present(circuits: Circuits) -> usize {
    circuits.len()
}

#[js_invokable]
pub fn me(circuit: &Circuit, circuits: &Circuits) -> Option<(u64, Option<String>)> {
    let me = circuits.get(circuit.id())?;
    Some((me.id(), me.user().map(str::to_owned)))
}

fn client(circuits: &Circuits, user: &str) -> CircuitHost {
    CircuitHost::builder().options(detailed()).circuits(circuits).user(user).build()
}

fn events(host: &CircuitHost) -> Vec<String> {
    std::iter::from_fn(|| match host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Outgoing::Event(event))) => Some(event.name().to_owned()),
        _ => None,
    })
    .collect()
}

#[test]
fn circuits_are_listed_from_their_beginning_to_their_end() {
    let circuits = Circuits::default();
    assert!(circuits.is_empty());
    let (amy, ben) = (client(&circuits, "amy"), client(&circuits, "ben"));
    let (id, gone) = (amy.circuit().id(), ben.circuit().id());
    assert_eq!(circuits.len(), 2);
    assert_eq!(circuits.get(id).unwrap().user(), Some("amy"));
    ben.circuit().close();
    assert!(circuits.get(gone).is_none());
    assert_eq!(circuits.iter().map(|circuit| circuit.id()).collect::<Vec<_>>(), [id]);
    drop((amy, ben));
    assert!(circuits.is_empty());
}

#[test]
fn a_user_may_have_several_circuits() {
    let circuits = Circuits::default();
    let (first, second, other) = (client(&circuits, "amy"), client(&circuits, "amy"), client(&circuits, ""));
    let _unknown = CircuitHost::builder().circuits(&circuits).build();
    assert_eq!(circuits.of_user("amy").len(), 2);
    assert_eq!(circuits.of_user("").len(), 1, "a client without a user is nobody's");
    assert!(circuits.of_user("nobody").is_empty());
    circuits.send_to_user("amy", "mail", ()).unwrap();
    assert_eq!((events(&first), events(&second), events(&other)), (vec!["mail".into()], vec!["mail".into()], vec![]));
    drop(first);
    assert_eq!(circuits.of_user("amy").len(), 1);
    drop(second);
    assert!(circuits.of_user("amy").is_empty());
}

#[test]
fn an_event_goes_to_all_or_to_all_others() {
    let circuits = Circuits::default();
    let hosts = ["a", "b", "c"].map(|user| client(&circuits, user));
    circuits.send("all", ()).unwrap();
    circuits.send_except(&hosts[0].circuit(), "others", ()).unwrap();
    assert_eq!(events(&hosts[0]), ["all"]);
    assert_eq!(events(&hosts[1]), ["all", "others"]);
    assert_eq!(events(&hosts[2]), ["all", "others"]);
    assert!(matches!(circuits.send("e", 1), Err(JsError::Arguments(_))));
}

#[test]
fn methods_take_the_circuits_of_their_host() {
    let circuits = Circuits::default();
    let app = InProcess::builder().circuits(&circuits).user("amy").build();
    let _other = InProcess::builder().circuits(&circuits).build();
    assert_eq!(app.invoke("Tests", "present", "[]").unwrap(), "2");
    assert_eq!(app.invoke("Tests", "me", "[]").unwrap(), format!(r#"[{},"amy"]"#, app.circuit().id()));
    assert_eq!(InProcess::new().invoke("Tests", "present", "[]").unwrap(), "1", "without a list it is alone");
}

#[test]
fn a_hook_learns_why_the_circuit_ended() {
    for (reason, end) in [
        (CloseReason::Application, (|host| host.circuit().close()) as fn(&CircuitHost)),
        (CloseReason::Reconnect, |host| host.circuit().reconnect()),
        (CloseReason::Host, CircuitHost::close),
        (CloseReason::Client, |host| host.close_for(CloseReason::Client)),
        (CloseReason::Lost, |host| host.close_for(CloseReason::Lost)),
    ] {
        let circuits = Circuits::default();
        let host = client(&circuits, "amy");
        let circuit = host.circuit();
        let seen = Arc::new(Mutex::new(Vec::new()));
        for _ in 0..2 {
            let (seen, circuits, circuit) = (Arc::clone(&seen), circuits.clone(), circuit.clone());
            host.circuit().on_disconnected(move |reason| async move {
                seen.lock().unwrap().push((reason, circuits.len(), circuit.is_closed()));
            });
        }
        end(&host);
        host.close();
        assert_eq!(*seen.lock().unwrap(), [(reason.clone(), 0, true), (reason, 0, true)]);
    }
}

#[test]
fn a_hook_of_a_circuit_that_has_ended_runs_at_once() {
    let host = client(&Circuits::default(), "amy");
    let circuit = host.circuit();
    host.close_for(CloseReason::Client);
    drop(host);
    let (send, receive) = mpsc::channel();
    circuit.on_disconnected(move |reason| async move { send.send(reason).unwrap() });
    assert_eq!(receive.try_recv(), Ok(CloseReason::Client));
}

#[test]
fn a_hook_that_panics_harms_no_other() {
    let host = client(&Circuits::default(), "amy");
    let (send, receive) = mpsc::channel();
    host.circuit().on_disconnected(|_| -> std::future::Ready<()> { panic!("before its future") });
    host.circuit().on_disconnected(|_| async { panic!("in its future") });
    host.circuit().on_disconnected(move |_| async move { send.send(()).unwrap() });
    host.close();
    assert_eq!(receive.try_recv(), Ok(()));
}

#[test]
fn a_hook_that_never_ends_is_dropped_by_a_host_without_tasks() {
    let host = client(&Circuits::default(), "amy");
    let deaths = Deaths::default();
    let witness = deaths.witness();
    host.circuit().on_disconnected(move |_| async move {
        let _witness = witness;
        std::future::pending::<()>().await;
    });
    host.close();
    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_hook_of_a_circuit_in_this_process_may_wait() {
    let app = InProcess::new();
    let (send, receive) = mpsc::channel();
    let gate = Gate::new();
    let passed = gate.clone();
    app.circuit().on_disconnected(move |reason| async move {
        passed.pass().await;
        send.send(reason).unwrap();
    });
    app.circuit().close();
    gate.open();
    assert_eq!(receive.recv(), Ok(CloseReason::Application));
}

#[test]
fn hosts_run_hooks_as_they_like() {
    type Work = interop_core::host::BoxFuture<'static, ()>;
    struct Collects(Arc<Mutex<Vec<Work>>>);
    impl HostServices for Collects {
        fn spawn(&self, work: Work) {
            self.0.lock().unwrap().push(work);
        }
    }
    let spawned = Arc::default();
    let host = CircuitHost::builder().services(Collects(Arc::clone(&spawned))).build();
    host.circuit().on_disconnected(|_| std::future::pending());
    drop(host);
    assert_eq!(spawned.lock().unwrap().len(), 1);
}
