//! What the page can call.
//!
//! Change a type, run `cargo interop ts` with the options in README.md, and see what the page has to change.

use std::sync::atomic::{AtomicU32, Ordering};

use interop_core::{ClientError, js_invokable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

interop_core::assembly!("{{assembly}}");
{{#wasm}}
#[cfg(target_arch = "wasm32")]
interop_wasm::export!();
{{/wasm}}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    English,
    French,
    German,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub struct Visitor {
    pub name: String,
    pub language: Language,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Greeting {
    pub text: String,
    /// How many visitors have been greeted since the program was started.
    pub count: u32,
}

#[derive(Debug, Error, ClientError)]
pub enum GreetingError {
    #[error("a visitor needs a name")]
    EmptyName,
    #[error("the name has more than {max} characters")]
    LongName { max: usize },
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Greets a visitor in their language.
#[js_invokable]
pub fn greet(visitor: Visitor) -> Result<Greeting, GreetingError> {
    const MAX: usize = 40;
    let name = visitor.name.trim();
    if name.is_empty() {
        return Err(GreetingError::EmptyName);
    }
    if name.chars().count() > MAX {
        return Err(GreetingError::LongName { max: MAX });
    }
    let text = match visitor.language {
        Language::English => format!("Hello, {name}!"),
        Language::French => format!("Bonjour, {name}\u{a0}!"),
        Language::German => format!("Guten Tag, {name}!"),
    };
    Ok(Greeting { text, count: COUNT.fetch_add(1, Ordering::Relaxed) + 1 })
}
