//! Row 6: an asynchronous call from its start to its answer, compared with a synchronous one.

use std::hint::black_box;
use std::task::{Context, Poll, Waker};

use interop_core::host::{Invocation, Outgoing};

use super::methods::{ASSEMBLY, circuit};
use super::{Comparison, small};
use crate::table::Target;
use crate::timing::{Batch, repeat};

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "6a",
            what: "asynchronous add(2, 40), ready at once / row 1",
            ours: || begin_and_poll("add_ready"),
            peer: small::by_name,
            target: Target::AtMost(2.5),
        },
        Comparison {
            id: "6b",
            what: "asynchronous add(2, 40), one yield / row 1",
            ours: || begin_and_poll("add_after_a_yield"),
            peer: small::by_name,
            target: Target::AtMost(6.0),
        },
    ]
}

fn begin_and_poll(method: &'static str) -> Batch {
    let host = circuit();
    let mut last_call_id = 0;
    let mut call = move || {
        last_call_id += 1;
        let invocation = Invocation::on_assembly(black_box(ASSEMBLY), black_box(method), black_box("[2,40]"));
        host.begin_invoke(Some(last_call_id), invocation).expect("the protocol is kept");
        match host.poll_outgoing(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Outgoing::EndInvoke { call_id, result: Ok(reply) })) => {
                black_box(call_id);
                reply
            }
            other => unreachable!("the call ends: {other:?}"),
        }
    };
    assert_eq!(call().json(), "42");
    repeat(move || drop(black_box(call())))
}
