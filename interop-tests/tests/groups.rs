//! Groups of circuits: who is a member, what members get, and what a slow one does to the others.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use interop_core::clients::{GroupBackend, LocalGroups, MAX_GROUP_NAME_BYTES};
use interop_core::host::{CircuitHost, CloseReason, EventMessage, Outgoing, SharedBudget};
use interop_core::{
    ByteBuffer, Circuit, CircuitOptions, Groups, JsError, ObjectReference, Recipients, StreamReference, interop_object,
    js_invokable,
};
use interop_tests::{Client, detailed};

interop_core::assembly!("Tests");

#[js_invokable]
pub fn join(groups: Groups, circuit: &Circuit, name: &str) -> Result<(), JsError> {
    groups.join(name, circuit)
}

#[js_invokable]
pub async fn tell_others(groups: Groups, circuit: Circuit, name: String) -> Result<(), JsError> {
    groups.send_except(&name, &circuit, "told", ())
}

pub struct Order;

#[interop_object]
impl Order {}

fn member_with(groups: &Groups, options: CircuitOptions) -> CircuitHost {
    CircuitHost::builder().options(options).groups(groups).build()
}

fn member(groups: &Groups) -> CircuitHost {
    member_with(groups, detailed())
}

fn members<const N: usize>(groups: &Groups, name: &str) -> [CircuitHost; N] {
    std::array::from_fn(|_| {
        let host = member(groups);
        groups.join(name, &host.circuit()).unwrap();
        host
    })
}

/// The events that wait for a client.
fn received(host: &CircuitHost) -> Vec<EventMessage> {
    std::iter::from_fn(|| match host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Outgoing::Event(event))) => Some(event),
        Poll::Ready(Some(other)) => panic!("{other:?}"),
        Poll::Ready(None) | Poll::Pending => None,
    })
    .collect()
}

fn names(host: &CircuitHost) -> Vec<String> {
    received(host).iter().map(|event| event.name().to_owned()).collect()
}

#[test]
fn all_members_share_the_bytes_of_an_event() {
    let groups = Groups::new();
    let hosts = members::<3>(&groups, "g");
    let other = member(&groups);
    groups.send("g", "e", ("text", ByteBuffer::from(vec![1; 100]))).unwrap();
    let events: Vec<_> = hosts.iter().flat_map(received).collect();
    assert_eq!(events.len(), 3);
    for event in &events {
        assert_eq!(event.args(), r#"["text",{"__byte[]":0}]"#);
        assert_eq!(event.frame().as_ptr(), events[0].frame().as_ptr());
        let [array, first] = [event, &events[0]].map(|event| event.byte_array_frames().next().unwrap());
        assert_eq!(array.as_ptr(), first.as_ptr());
    }
    assert!(received(&other).is_empty());
}

#[test]
fn joining_twice_is_joining_once() {
    let groups = Groups::new();
    let [host] = members(&groups, "g");
    groups.join("g", &host.circuit()).unwrap();
    groups.send("g", "e", ()).unwrap();
    assert_eq!(names(&host), ["e"]);
    groups.leave("g", &host.circuit());
    groups.leave("g", &host.circuit());
    groups.send("g", "e", ()).unwrap();
    assert!(received(&host).is_empty());
    groups.join("g", &host.circuit()).unwrap();
    groups.send("g", "again", ()).unwrap();
    assert_eq!(names(&host), ["again"]);
}

#[test]
fn the_sender_can_be_left_out() {
    let groups = Groups::new();
    let [first, second] = members(&groups, "g");
    groups.send_except("g", &first.circuit(), "e", ()).unwrap();
    assert!(received(&first).is_empty());
    assert_eq!(names(&second), ["e"]);
}

#[test]
fn methods_take_the_groups_of_their_host() {
    let groups = Groups::new();
    let clients: [Client; 2] =
        std::array::from_fn(|_| Client::of(CircuitHost::builder().options(detailed()).groups(&groups)));
    for client in &clients {
        client.begin("Tests", "join", r#"["room"]"#);
        assert!(client.answers().iter().all(|(_, result)| result.is_ok()));
    }
    clients[0].begin("Tests", "tell_others", r#"["room"]"#);
    assert!(clients[0].answers()[0].1.is_ok());
    assert_eq!(names(clients[1].host()), ["told"]);
}

/// Counts how often it is written.
struct Counted(Arc<AtomicUsize>);

impl serde::Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0.fetch_add(1, Ordering::Relaxed) as u64)
    }
}

#[test]
fn an_event_for_a_thousand_members_is_written_once() {
    let groups = Groups::new();
    let hosts: Vec<_> = (0..1000).flat_map(|_| members::<1>(&groups, "g")).collect();
    let count = Arc::new(AtomicUsize::new(0));
    groups.send("g", "e", (Counted(Arc::clone(&count)),)).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1);
    let mut frames = hosts.iter().map(|host| {
        let events = received(host);
        assert_eq!(events.len(), 1);
        events[0].frame().as_ptr()
    });
    let first = frames.next().unwrap();
    assert!(frames.all(|frame| frame == first));
}

#[test]
fn an_event_for_several_groups_and_circuits_is_written_once_and_reaches_each_once() {
    let groups = Groups::new();
    let [in_first, in_both] = members(&groups, "first");
    let [in_second, sender] = members(&groups, "second");
    groups.join("second", &in_both.circuit()).unwrap();
    let [single, outside] = [member(&groups), member(&groups)];
    let ended = member(&groups);
    ended.close();
    let recipients = Recipients::new()
        .groups(["first", "second", "first", "without members"])
        .circuit(&single.circuit())
        .circuits([single.circuit(), in_second.circuit(), ended.circuit()])
        .except(&sender.circuit());
    let count = Arc::new(AtomicUsize::new(0));
    groups.send_to(&recipients, "e", (Counted(Arc::clone(&count)),)).unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 1);
    let hosts = [&in_first, &in_both, &in_second, &single];
    let events: Vec<_> = hosts.into_iter().flat_map(received).collect();
    assert_eq!(events.len(), hosts.len());
    for event in &events {
        assert_eq!((event.args(), event.frame().as_ptr()), ("[0]", events[0].frame().as_ptr()));
    }
    for host in hosts.into_iter().chain([&sender, &outside]) {
        assert!(received(host).is_empty());
    }
    groups.send_to(&Recipients::new(), "to nobody", ()).unwrap();
    let alone = Recipients::new().circuit(&single.circuit());
    groups.send_to(&alone.clone().except(&single.circuit()), "not to this one", ()).unwrap();
    groups.send_to(&alone, "to this one", ()).unwrap();
    assert_eq!(names(&single), ["to this one"]);
}

#[test]
fn a_name_is_any_text_of_limited_length() {
    let groups = Groups::new();
    let longest = "ä".repeat(MAX_GROUP_NAME_BYTES / 2);
    let host = member(&groups);
    for name in ["", "orders/42", "*", ">", "a.b", "\0\n\u{202e}", "__proto__", "\u{10ffff}", &longest] {
        groups.join(name, &host.circuit()).unwrap();
        groups.send(name, "e", ()).unwrap();
        assert_eq!(names(&host), ["e"], "{name:?}");
        groups.leave(name, &host.circuit());
    }
    assert!(matches!(groups.join(&format!("{longest}x"), &host.circuit()), Err(JsError::Limit(_))));
    groups.send(&format!("{longest}x"), "e", ()).unwrap();
}

#[test]
fn a_circuit_is_a_member_of_a_limited_number_of_groups() {
    let groups = Groups::new();
    let host = member_with(&groups, detailed().max_groups(2));
    let circuit = host.circuit();
    groups.join("a", &circuit).unwrap();
    groups.join("b", &circuit).unwrap();
    groups.join("a", &circuit).unwrap();
    let Err(JsError::Limit(text)) = groups.join("c", &circuit) else { panic!("joined") };
    assert!(text.contains("max_groups"), "{text}");
    groups.send("c", "e", ()).unwrap();
    assert!(received(&host).is_empty());
    groups.leave("b", &circuit);
    groups.join("c", &circuit).unwrap();
}

#[test]
fn memberships_are_charged_to_the_client() {
    let groups = Groups::new();
    let host = member_with(&groups, detailed().max_held_bytes(20_000).max_groups(usize::MAX));
    let joined = (0..1000).take_while(|number| groups.join(&format!("{number}"), &host.circuit()).is_ok()).count();
    assert!((10..50).contains(&joined), "{joined}");
    groups.leave("0", &host.circuit());
    groups.join("again", &host.circuit()).unwrap();
}

#[test]
fn membership_ends_with_the_circuit() {
    let groups = LocalGroups::new();
    let public = Groups::with_backend(CircuitOptions::new(), groups.clone());
    let [first, second] = members(&public, "g");
    public.join("h", &first.circuit()).unwrap();
    assert_eq!((groups.len("g"), groups.len("h")), (2, 1));
    first.circuit().close();
    assert_eq!((groups.len("g"), groups.is_empty("h")), (1, true));
    drop(second);
    assert!(groups.is_empty("g"));
    public.send("g", "e", ()).unwrap();
}

#[test]
fn a_circuit_that_has_ended_joins_nothing() {
    let local = LocalGroups::new();
    let groups = Groups::with_backend(CircuitOptions::new(), local.clone());
    let host = member(&groups);
    let circuit = host.circuit();
    host.close();
    assert_eq!(groups.join("g", &circuit), Err(JsError::Disconnected));
    drop(host);
    assert_eq!(groups.join("g", &circuit), Err(JsError::Disconnected));
    groups.leave("g", &circuit);
    assert!(local.is_empty("g"));
}

#[test]
fn what_belongs_to_one_circuit_is_refused_and_nothing_is_sent() {
    let groups = Groups::new();
    let [host] = members(&groups, "g");
    let order = ObjectReference::new(Order);
    let stream = || StreamReference::from_bytes(vec![1]);
    for result in [groups.send("g", "e", (&order,)), groups.send("g", "e", ([Some(stream())],))] {
        let Err(JsError::Arguments(text)) = result else { panic!("sent") };
        assert!(text.contains("belongs to one circuit") && text.contains("Circuit::send"), "{text}");
    }
    assert!(received(&host).is_empty());
    assert_eq!(host.circuit().object_count(), 0);
    host.circuit().send("e", (order, stream())).unwrap();
    assert_eq!(received(&host).len(), 1);
}

#[test]
fn a_value_that_panics_while_it_is_written_harms_nothing() {
    struct Panics;
    impl serde::Serialize for Panics {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("no value")
        }
    }
    let groups = Groups::new();
    let [host] = members(&groups, "g");
    let sent = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| groups.send("g", "e", (Panics,))));
    assert!(sent.is_err());
    host.circuit().send("reference", (ObjectReference::new(Order),)).unwrap();
    groups.send("g", "e", ()).unwrap();
    assert_eq!(names(&host), ["reference", "e"]);
}

#[test]
fn an_event_that_no_member_could_get_is_an_error_of_the_sender() {
    let groups = Groups::with_options(detailed().max_outgoing_bytes(1000).max_json_depth(3));
    let [host] = members(&groups, "g");
    assert!(matches!(groups.send("g", "e", ("x".repeat(1000),)), Err(JsError::Limit(_))));
    assert!(matches!(groups.send("g", "e", ([[[1]]],)), Err(JsError::Limit(_))));
    assert!(matches!(groups.send("g", "e", "x"), Err(JsError::Arguments(_))));
    assert!(!host.circuit().is_closed());
    assert!(received(&host).is_empty());
}

#[test]
fn a_member_that_never_reads_is_disconnected_and_the_others_get_everything() {
    let groups = Groups::new();
    let slow = member_with(&groups, detailed().max_outgoing_bytes(10_000));
    let [quick] = members(&groups, "g");
    groups.join("g", &slow.circuit()).unwrap();
    for number in 0..100 {
        groups.send("g", "e", (number, "x".repeat(1000))).unwrap();
        assert_eq!(received(&quick).len(), 1);
    }
    assert_eq!(slow.close_reason(), Some(CloseReason::Slow));
    assert!(received(&slow).is_empty(), "what nobody reads is not kept");
    assert!(!quick.circuit().is_closed());
}

#[test]
fn what_waits_for_members_is_charged_to_each() {
    let server = SharedBudget::new(1 << 20, "max");
    let groups = Groups::new();
    let hosts: [CircuitHost; 2] = std::array::from_fn(|_| {
        let share = server.admit(0, 1000).unwrap();
        let host = CircuitHost::builder().options(detailed()).groups(&groups).share(share).build();
        groups.join("g", &host.circuit()).unwrap();
        host
    });
    let before = server.held();
    groups.send("g", "e", ("x".repeat(100_000),)).unwrap();
    assert!(server.held() >= before + 200_000);
    for host in &hosts {
        assert_eq!(received(host).len(), 1);
    }
    assert!(server.held() < before + 1000);
}

#[test]
fn members_may_leave_join_and_end_while_events_are_sent() {
    let groups = Groups::new();
    let [steady] = members(&groups, "g");
    let sender = groups.clone();
    let got = std::thread::scope(|scope| {
        let changes: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    for _ in 0..300 {
                        let host = member(&groups);
                        groups.join("g", &host.circuit()).unwrap();
                        groups.leave("g", &host.circuit());
                        groups.join("g", &host.circuit()).unwrap();
                        received(&host);
                    }
                })
            })
            .collect();
        let (mut sent, mut args) = (0, Vec::new());
        while !changes.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            sender.send("g", "e", (sent,)).unwrap();
            sent += 1;
            args.extend(received(&steady).iter().map(|event| event.args().to_owned()));
        }
        (args, sent)
    });
    assert_eq!(got.0, (0..got.1).map(|number| format!("[{number}]")).collect::<Vec<_>>());
    sender.send("g", "last", ()).unwrap();
    assert_eq!(names(&steady), ["last"]);
}

/// Two processes: what one sends, the other sends locally.
#[derive(Clone, Default)]
struct Bus {
    local: LocalGroups,
    other: LocalGroups,
    subscriptions: Arc<Mutex<Vec<String>>>,
}

impl GroupBackend for Bus {
    fn join(&self, group: &str, member: &Circuit) {
        if self.local.add(group, member) {
            self.subscriptions.lock().unwrap().push(format!("+{group}"));
        }
    }

    fn leave(&self, group: &str, member_id: u64) {
        if self.local.remove(group, member_id) {
            self.subscriptions.lock().unwrap().push(format!("-{group}"));
        }
    }

    fn send(&self, to: &Recipients<'_>, event: &EventMessage) {
        self.local.send(to, event);
        let arrays = event.byte_arrays().map(|array| array.data);
        let copy = EventMessage::from_parts(event.name(), event.args(), arrays).unwrap();
        self.other.send(&Recipients::new().groups(to.group_names().iter().copied()), &copy);
    }
}

#[test]
fn a_backend_takes_events_to_other_processes() {
    let bus = Bus::default();
    let here = Groups::with_backend(CircuitOptions::new(), bus.clone());
    let there = Groups::with_backend(CircuitOptions::new(), bus.other.clone());
    let [first, second] = members(&here, "g");
    let [remote] = members(&there, "g");
    here.send_except("g", &first.circuit(), "e", (ByteBuffer::from(vec![7]),)).unwrap();
    assert!(received(&first).is_empty());
    assert_eq!(names(&second), ["e"]);
    let events = received(&remote);
    assert_eq!(events[0].byte_arrays().next().unwrap().data, vec![7]);
    there.join("h", &remote.circuit()).unwrap();
    here.send_to(&Recipients::new().groups(["h", "g"]), "once", ()).unwrap();
    assert_eq!((names(&second), names(&remote)), (vec!["once".to_owned()], vec!["once".to_owned()]));
    received(&first);
    drop((first, second));
    assert_eq!(*bus.subscriptions.lock().unwrap(), ["+g", "-g"]);
}
