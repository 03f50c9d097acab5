//! Context parameters of the application in the wrong place.

use interop_core::{CallError, CallInfo, Callback, FromCall, FromCallAsync, interop_object, js_invokable};
use serde::Deserialize;

/// Neither an argument nor a context parameter.
pub struct Neither;

#[js_invokable]
pub fn neither(value: Neither) {
    let _ = value;
}

/// The client could send it.
#[derive(Deserialize)]
pub struct Both {
    pub is_admin: bool,
}

impl FromCall for Both {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Ok(Self { is_admin: false })
    }
}

#[js_invokable]
pub fn both(user: Both) {
    let _ = user;
}

pub struct Awaited;

impl FromCallAsync for Awaited {
    type Refusal = CallError;

    async fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Ok(Self)
    }
}

#[js_invokable]
pub fn synchronous(number: u32, user: Awaited) {
    let _ = (number, user);
}

#[js_invokable(blocking)]
pub fn blocking(user: Awaited) {
    let _ = user;
}

#[js_invokable]
pub fn conditional(#[cfg(not(any()))] user: Awaited) {
    let _ = user;
}

pub struct Shop;

#[interop_object]
impl Shop {
    #[js_invokable]
    pub fn open(&self, user: Awaited) {
        let _ = user;
    }
}

pub fn callback() {
    let _ = Callback::new("callback", |_: Awaited| ());
}

/// A refusal that no call can fail with.
pub struct Refused;

pub struct Refusing;

impl FromCall for Refusing {
    type Refusal = Refused;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, Refused> {
        Err(Refused)
    }
}

fn main() {}
