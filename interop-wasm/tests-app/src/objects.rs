//! Objects that JavaScript holds.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use interop_core::{Callback, Circuit, JsRuntime, ObjectReference, This, interop_object, js_invokable};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::waiting::turn;

static DROPPED: AtomicU32 = AtomicU32::new(0);

/// How many counters were dropped in this instance.
#[js_invokable]
pub fn counters_dropped() -> u32 {
    DROPPED.load(Ordering::Relaxed)
}

pub struct Counter(Mutex<i32>);

impl Counter {
    pub(crate) fn of(value: i32) -> Self {
        Self(Mutex::new(value))
    }

    fn add(&self, by: i32) -> i32 {
        let mut value = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *value += by;
        *value
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

#[interop_object]
impl Counter {
    #[js_invokable(name = "counter")]
    pub fn starting_at(value: i32) -> ObjectReference<Self> {
        ObjectReference::new(Self(Mutex::new(value)))
    }

    #[js_invokable]
    pub fn increment(&self, by: i32) -> i32 {
        self.add(by)
    }

    #[js_invokable]
    pub async fn increment_later(&self, by: i32) -> i32 {
        turn().await;
        self.add(by)
    }

    #[js_invokable]
    pub fn add_other(&self, other: ObjectReference<Self>) -> i32 {
        self.add(other.add(0))
    }

    #[js_invokable]
    pub fn same(&self, this: This<Self>) -> ObjectReference<Self> {
        ObjectReference::clone(&this)
    }

    #[js_invokable]
    pub fn dispose_from_rust(&self, this: This<Self>) {
        ObjectReference::dispose(&this);
    }
}

#[js_invokable]
pub fn counters(count: u16) -> Vec<ObjectReference<Counter>> {
    (0..count).map(|_| Counter::starting_at(0)).collect()
}

/// What a circuit keeps for itself.
struct Kept(Mutex<Option<ObjectReference<Counter>>>);

#[js_invokable]
pub fn keep(circuit: &Circuit, counter: Option<ObjectReference<Counter>>) {
    circuit.attach(Kept(Mutex::new(counter)));
}

#[js_invokable]
pub fn kept(circuit: &Circuit) -> Option<ObjectReference<Counter>> {
    circuit.state::<Kept>()?.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

pub struct Holder<T>(Mutex<T>);

#[interop_object]
impl<T: Clone + Serialize + DeserializeOwned + Send + 'static> Holder<T> {
    #[js_invokable]
    pub fn get(&self) -> T {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    #[js_invokable]
    pub fn set(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = value;
    }
}

type Holders = (ObjectReference<Holder<i32>>, ObjectReference<Holder<String>>);

#[js_invokable]
pub fn holders() -> Holders {
    let text = Holder(Mutex::new("nothing yet".to_owned()));
    (ObjectReference::new(Holder(Mutex::new(0))), ObjectReference::new(text))
}

/// A closure that tells JavaScript by which text it was called.
#[js_invokable]
pub fn teller(js: JsRuntime) -> Callback {
    Callback::new("tell", move |text: String| js.send("told", (text,)).is_ok())
}
