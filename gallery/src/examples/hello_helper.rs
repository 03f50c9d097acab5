//! A class whose instances JavaScript receives by reference.

use interop_core::{interop_object, js_invokable};

/// Greets a person.
pub struct HelloHelper {
    name: String,
}

impl HelloHelper {
    /// Creates a helper for this name.
    pub fn new(name: Option<String>) -> Self {
        Self { name: name.unwrap_or_else(|| "No Name".to_owned()) }
    }
}

#[interop_object]
impl HelloHelper {
    /// The greeting.
    #[js_invokable(name = "GetHelloMessage")]
    pub fn hello_message(&self) -> String {
        format!("Hello, {}!", self.name)
    }
}
