//! A generic class. Each instantiation has its own methods.

use std::any::type_name;
use std::fmt::Display;

use interop_core::{interop_object, js_invokable};
use serde::de::DeserializeOwned;

use crate::binding::{Bound, yield_now};
use crate::console::print;

/// A class with one value of any type.
pub struct GenericType<TValue> {
    value: Bound<TValue>,
}

impl<TValue: Clone> GenericType<TValue> {
    /// Creates an object with this value.
    pub fn new(value: TValue) -> Self {
        Self { value: Bound::new(value) }
    }

    /// The value.
    pub fn value(&self) -> TValue {
        self.value.get()
    }
}

#[interop_object]
impl<TValue> GenericType<TValue>
where
    TValue: DeserializeOwned + Display + Clone + Send + Sync + 'static,
{
    /// Replaces the value.
    #[js_invokable(name = "Update")]
    pub fn update(&self, new_value: TValue) {
        print(&format!("Update: GenericType<{}>: {new_value}", short_name::<TValue>()));
        self.value.set(new_value);
    }

    /// Replaces the value after yielding to other calls.
    #[js_invokable(name = "UpdateAsync")]
    pub async fn update_async(&self, new_value: TValue) {
        yield_now().await;
        print(&format!("UpdateAsync: GenericType<{}>: {new_value}", short_name::<TValue>()));
        self.value.set(new_value);
    }
}

/// The type's name without its modules.
fn short_name<T>() -> &'static str {
    type_name::<T>().rsplit("::").next().unwrap_or_default()
}
