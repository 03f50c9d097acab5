//! The contract of the application as a file, for tools that load it from the server.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash as _, Hasher as _};

use axum::http::HeaderMap;
use axum::http::header::HeaderValue;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use serde::Deserialize;

use crate::client_files::{self, Description, Name};
use crate::origin::AllowedOrigins;

/// The version of the format that this server knows.
const VERSION: u32 = 1;

/// A contract document.
#[derive(Clone)]
pub(crate) struct ContractFile {
    text: Bytes,
    tag: String,
}

/// What a server has to know of a contract.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    interop_contract: u32,
    assemblies: BTreeMap<String, PublishedContract>,
}

#[derive(Deserialize)]
struct PublishedContract {
    hash: String,
}

/// The hash of each assembly of a contract document, or what is wrong with the document.
pub(crate) fn hashes(document: &str) -> Result<BTreeMap<String, String>, String> {
    let Document { interop_contract, assemblies } = serde_json::from_str(document)
        .map_err(|error| format!("this is not what `cargo interop contract` writes: {error}"))?;
    if interop_contract != VERSION {
        return Err(format!(
            "the contract has version {interop_contract} of the format; version {VERSION} is expected"
        ));
    }
    Ok(assemblies.into_iter().map(|(name, assembly)| (name, assembly.hash)).collect())
}

impl ContractFile {
    pub(crate) fn new(text: String) -> Self {
        // The documentation of methods is in no hash of the contract.
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self { tag: format!("\"{:016x}\"", hasher.finish()), text: text.into() }
    }

    /// The document, or that the client has it already.
    pub(crate) fn respond(&self, request: &HeaderMap, origins: &AllowedOrigins) -> Response {
        let description = Description {
            content_type: HeaderValue::from_static("application/json"),
            cache_control: Name::Stable.cache_control(),
            tag: &self.tag,
        };
        client_files::respond(&description, request, origins, || self.text.clone().into_response())
    }
}

impl fmt::Debug for ContractFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContractFile({} bytes)", self.text.len())
    }
}
