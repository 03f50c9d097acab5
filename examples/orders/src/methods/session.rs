use interop_core::{State, js_invokable};
use schemars::JsonSchema;
use serde::Serialize;

use crate::application::Options;
use crate::store::User;

/// What a page needs to know when it has connected.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    pub user: User,
    /// Whether the page can load the domain as a WebAssembly module.
    pub has_module: bool,
}

/// The user of this page.
#[js_invokable]
pub fn session(user: User, options: &State<Options>) -> Session {
    Session { user, has_module: options.module.is_some() }
}
