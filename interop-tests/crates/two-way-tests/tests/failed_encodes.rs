//! A message that cannot be completed gives back what it has reserved.

#![allow(missing_docs, missing_debug_implementations)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use interop_core::{ByteBuffer, JsError, ObjectReference, StreamReference, interop_object, js_invokable};
use serde::{Serialize, Serializer, ser::Error as _, ser::SerializeTuple as _};
use two_way_tests::{Deaths, Peer, Witness, detailed, now, within_seconds};

interop_core::assembly!("Tests");

pub struct Item {
    _witness: Option<Witness>,
}

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self) {}
}

#[derive(Clone, Copy, Debug)]
enum End {
    Fine,
    Error,
    Panic,
    TooLong,
    TooManyBytes,
    TooDeep,
}

/// Contains everything that a message can reserve, and ends in one of several ways.
struct Parcel<'a> {
    kept: &'a ObjectReference<Item>,
    stream: &'a StreamReference,
    end: End,
}

impl Serialize for Parcel<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parcel = serializer.serialize_tuple(5)?;
        parcel.serialize_element(self.kept)?;
        parcel.serialize_element(&ObjectReference::new(Item { _witness: None }))?;
        parcel.serialize_element(self.stream)?;
        parcel.serialize_element(&ByteBuffer::from(vec![1, 2, 3]))?;
        parcel.serialize_element(&[self.kept, self.kept])?;
        match self.end {
            End::Fine => {}
            End::Error => return Err(S::Error::custom("torn")),
            End::Panic => panic!("torn"),
            End::TooLong => parcel.serialize_element(&"x".repeat(100_000))?,
            End::TooManyBytes => parcel.serialize_element(&ByteBuffer::from(vec![0; 100_000]))?,
            End::TooDeep => {
                let deep = (0..100).fold(serde_json::Value::Null, |inside, _| vec![inside].into());
                parcel.serialize_element(&deep)?;
            }
        }
        parcel.end()
    }
}

fn peer() -> Peer {
    Peer::with_options(detailed().max_reply_bytes(10_000).max_streams(1))
}

#[test]
fn a_failed_message_gives_back_its_objects_and_its_stream() {
    for end in [End::Error, End::Panic, End::TooLong, End::TooManyBytes, End::TooDeep] {
        let peer = peer();
        let kept = ObjectReference::new(Item { _witness: None });
        let stream = StreamReference::from_bytes(vec![0; 10]);
        peer.js().send("f", (&kept,)).unwrap();
        peer.call();
        assert_eq!(peer.circuit().object_count(), 1);

        let parcel = Parcel { kept: &kept, stream: &stream, end };
        let sent = catch_unwind(AssertUnwindSafe(|| now(peer.js().invoke::<i32>("f", parcel))));

        assert!(sent.is_err() || sent.unwrap().is_err(), "{end:?}");
        peer.says_nothing();
        assert_eq!(peer.circuit().object_count(), 1, "{end:?}: only what was sent before is left");
        peer.host().release(1, 1);
        assert_eq!(peer.circuit().object_count(), 0, "{end:?}: the failed sendings do not count");

        // `max_streams` is 1. The failed stream takes no place, and can be sent again.
        peer.js().send("f", (Parcel { kept: &kept, stream: &stream, end: End::Fine },)).unwrap();
        let call = peer.call();
        assert!(call.args.contains("__dotNetStream"), "{end:?}: {}", call.args);
        assert_eq!(call.byte_arrays.len(), 1, "{end:?}: nothing of the failed message is left");
        assert_eq!(peer.circuit().object_count(), 2);
    }
}

#[test]
fn a_stream_is_sent_once() {
    let peer = Peer::new();
    let stream = StreamReference::from_bytes(vec![0; 10]);
    peer.js().send("f", (&stream,)).unwrap();
    let error = peer.js().send("f", (&stream,)).unwrap_err();
    assert!(error.to_string().ends_with(": a StreamReference can be sent only once"), "{error}");
    let twice = StreamReference::from_bytes(vec![0; 10]);
    assert!(peer.js().send("f", (&twice, &twice)).is_err());
    assert_eq!(peer.js().send("f", (&twice,)), Ok(()), "the failed message has given it back");
}

#[test]
fn a_stream_that_is_one_too_many_is_not_taken() {
    within_seconds(20, || {
        let peer = peer();
        let (first, second) = (StreamReference::from_bytes(vec![1]), StreamReference::from_bytes(vec![2]));
        peer.js().send("f", (first,)).unwrap();

        let error = peer.js().send("f", (&second,)).unwrap_err();

        assert_eq!(
            error,
            JsError::Limit(
                "the circuit already has 1 open streams in this direction, the limit that \
                 `CircuitOptions::max_streams` sets"
                    .to_owned()
            )
        );
        peer.host().close();
        assert_eq!(peer.js().send("f", (&second,)), Err(JsError::Disconnected));
        let next = self::peer();
        assert_eq!(next.js().send("f", (&second,)), Ok(()));
    });
}

#[test]
fn a_stream_that_meets_the_end_of_the_circuit_is_not_taken() {
    /// Closes the circuit while it is being written.
    struct Closes(interop_core::Circuit);
    impl Serialize for Closes {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.close();
            serializer.serialize_unit()
        }
    }
    within_seconds(20, || {
        let peer = Peer::new();
        let stream = StreamReference::from_bytes(vec![1]);
        assert!(peer.js().send("f", (Closes(peer.circuit()), &stream)).is_err());
        assert_eq!(Peer::new().js().send("f", (&stream,)), Ok(()));
    });
}

#[test]
fn a_message_that_meets_the_end_of_the_circuit_after_its_object_frees_it() {
    struct Closes(interop_core::Circuit);
    impl Serialize for Closes {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.0.close();
            serializer.serialize_unit()
        }
    }
    let (peer, deaths) = (Peer::new(), Deaths::new());
    let object = ObjectReference::new(Item { _witness: Some(deaths.witness()) });
    assert_eq!(peer.js().send("f", (object, Closes(peer.circuit()))), Err(JsError::Disconnected));
    assert_eq!(deaths.count(), 1);
}

#[test]
fn a_message_for_which_there_is_no_room_gives_back_its_objects() {
    let peer = Peer::with_options(detailed().max_outgoing_bytes(100));
    let deaths = Deaths::new();
    let object = ObjectReference::new(Item { _witness: Some(deaths.witness()) });
    let error = peer.js().send("f", (object, "x".repeat(200))).unwrap_err();
    assert!(matches!(error, JsError::Limit(_)));
    assert_eq!((peer.circuit().object_count(), deaths.count()), (0, 1));
}

#[test]
fn a_stream_in_a_message_for_which_there_is_no_room_can_be_sent_again() {
    let peer = Peer::with_options(detailed().max_outgoing_bytes(100));
    let stream = StreamReference::from_bytes(vec![0; 10]);
    assert!(matches!(peer.js().send("f", (&stream, "x".repeat(200))), Err(JsError::Limit(_))));
    assert_eq!(peer.js().send("f", (&stream,)), Ok(()));
}

#[test]
fn a_synchronous_call_that_the_host_does_not_make_gives_back_what_it_took() {
    let peer = peer();
    let deaths = Deaths::new();
    let object = ObjectReference::new(Item { _witness: Some(deaths.witness()) });

    let result = peer.js().invoke_sync::<i32>("f", (object, StreamReference::from_bytes(vec![0; 10])));

    assert_eq!(result, Err(JsError::NotSynchronous));
    assert_eq!((peer.circuit().object_count(), deaths.count()), (0, 1));
    peer.says_nothing();
    assert_eq!(peer.js().send("f", (StreamReference::from_bytes(vec![0; 10]),)), Ok(()), "there is room for it");
}
