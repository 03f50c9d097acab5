//! The methods that are called.

// Methods must be public, although nothing outside this program can use them, and some are called by nothing.
#![allow(dead_code, unreachable_pub)]

use std::convert::Infallible;
use std::future;
use std::task::Poll;

use interop_core::{ByteBuffer, CallInfo, FromCall, ObjectReference, interop_object, js_invokable};

use crate::payload::Order;

#[js_invokable]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
#[allow(clippy::unused_async, reason = "that it never waits is what is measured")]
pub async fn add_ready(a: i32, b: i32) -> i32 {
    a + b
}

#[js_invokable]
pub async fn add_after_a_yield(a: i32, b: i32) -> i32 {
    let mut yielded = false;
    future::poll_fn(|cx| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    a + b
}

/// What methods with a guard know about their caller.
pub struct Caller(u64);

impl FromCall for Caller {
    type Refusal = Infallible;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(Self(call.circuit().id()))
    }
}

#[js_invokable]
#[allow(clippy::needless_pass_by_value, reason = "parameters of methods are owned")]
pub fn add_for_caller(caller: Caller, a: i32, b: i32) -> i32 {
    a + b + i32::from(caller.0 == 0)
}

#[js_invokable]
pub fn take_numbers(integers: &[i64], floats: &[f64]) -> usize {
    integers.len() + floats.len()
}

#[js_invokable]
pub fn take_strings(strings: &[String]) -> usize {
    strings.len()
}

#[js_invokable]
pub fn take_orders(orders: &[Order]) -> usize {
    orders.len()
}

pub struct Counter(usize);

#[interop_object]
impl Counter {
    pub fn value(&self) -> usize {
        self.0
    }
}

#[js_invokable]
pub fn counters(count: usize) -> Vec<ObjectReference<Counter>> {
    (0..count).map(|value| ObjectReference::new(Counter(value))).collect()
}

#[js_invokable]
pub fn bytes(count: usize) -> ByteBuffer {
    ByteBuffer::from(vec![7; count])
}
