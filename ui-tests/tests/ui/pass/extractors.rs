//! Context parameters of the application.

use std::marker::PhantomData;

use interop_core::{
    CallError, CallInfo, Callback, Circuit, FromCall, FromCallAsync, State, This, interop_object, js_invokable,
};

#[derive(Clone, Copy)]
pub struct Admin;

impl FromCall for Admin {
    type Refusal = CallError;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        call.state().map(|admin| *admin).ok_or_else(|| CallError::new("forbidden", "no"))
    }
}

/// A generic one.
pub struct Has<R>(PhantomData<R>);

impl<R: Send + 'static> FromCall for Has<R> {
    type Refusal = CallError;

    fn from_call(_: &CallInfo<'_>) -> Result<Self, CallError> {
        Ok(Self(PhantomData))
    }
}

pub struct User;

impl FromCallAsync for User {
    type Refusal = CallError;

    async fn from_call(call: &CallInfo<'_>) -> Result<Self, CallError> {
        std::future::ready(()).await;
        call.state::<Admin>().map(|_| Self).ok_or_else(|| CallError::new("forbidden", "no"))
    }
}

type Alias = Admin;

#[js_invokable]
pub fn plain(admin: Admin, has: Has<u8>, number: u32, text: &str, state: State<u8>) {
    let _ = (admin, has, number, text, state);
}

#[js_invokable]
pub fn borrowed(admin: &Alias, circuit: &Circuit, either: Result<Admin, CallError>) {
    let _ = (admin, circuit, either);
}

#[js_invokable]
pub async fn asynchronous(text: &str, user: &User, admin: Admin, either: Result<User, CallError>) {
    std::future::ready(()).await;
    let _ = (text, user, admin, either);
}

#[js_invokable]
pub async fn conditional(#[cfg(not(any()))] user: User, number: u32) {
    let _ = (user, number);
}

#[js_invokable(blocking)]
pub fn blocking(admin: Admin, number: u32) {
    let _ = (admin, number);
}

pub struct Shelf<T>(T);

#[interop_object]
impl<T: Send + Sync + serde::de::DeserializeOwned> Shelf<T> {
    #[js_invokable]
    pub fn put(&self, admin: Admin, item: T, this: This<Self>) {
        let _ = (admin, &self.0, item, this);
    }

    #[js_invokable]
    pub async fn take(&self, user: User, item: T) {
        let _ = (user, item);
    }
}

fn main() {
    let _ = Callback::new("callback", |_: Admin, _: u32| ());
}
