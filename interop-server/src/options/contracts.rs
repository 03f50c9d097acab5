//! Options for the contract that the server announces and serves.

use super::ServerOptions;
use crate::contract_file::{self, ContractFile};
use crate::options_error::Problems;

/// Contracts.
impl ServerOptions {
    /// Announces the hash of an assembly's contract to clients, so that a generated client can detect that it was made
    /// for another contract. It can be called for several assemblies. By default, no hash is announced.
    ///
    /// The hash is the `hash` that the generated client of the assembly exports. Clients find it in the `detail` of the
    /// event `connected`, as `contract`. With [`contracts`](Self::contracts) and
    /// [`announce_contract`](Self::announce_contract), the source needs no copy of it.
    pub fn contract(mut self, assembly: impl Into<String>, hash: impl Into<String>) -> Self {
        self.contract.insert(assembly.into(), hash.into());
        self
    }

    /// Announces the hashes of several assemblies to clients, such as those of `interop_contract::Contract::hashes` in
    /// a program that is built with the feature `contract`.
    pub fn contracts<A: Into<String>, H: Into<String>>(mut self, hashes: impl IntoIterator<Item = (A, H)>) -> Self {
        self.contract.extend(hashes.into_iter().map(|(assembly, hash)| (assembly.into(), hash.into())));
        self
    }

    /// Announces the hashes in a contract document to clients, which `cargo interop contract --out contract.json`
    /// writes:
    ///
    /// ```no_run
    /// # use interop_server::ServerOptions;
    /// # const DOCUMENT: &str = "{}";
    /// // const DOCUMENT: &str = include_str!("../contract.json");
    /// let options = ServerOptions::new().announce_contract(DOCUMENT);
    /// ```
    ///
    /// The program needs no schemas for this. `cargo interop diff contract.json` detects a document that is out of
    /// date.
    pub fn announce_contract(mut self, document: impl Into<String>) -> Self {
        self.documents[0].1 = Some(document.into());
        self
    }

    /// Serves a contract document as `contract.json` below [`path`](Self::path), for tools that generate clients or
    /// show the methods, and
    /// [announces](Self::announce_contract) it. By default no document is served.
    ///
    /// The document lists all methods, types and doc comments to everyone who can reach the server:
    /// [`on_request`](Self::on_request) decides about connections only. Pages of other origins can read it if they may connect.
    pub fn serve_contract(mut self, document: impl Into<String>) -> Self {
        self.documents[1].1 = Some(document.into());
        self
    }

    /// Reads the contract documents. A hash that is set individually takes precedence over that of a document.
    pub(super) fn check_contracts(&mut self, problems: &mut Problems) {
        for (option, document) in &self.documents {
            let Some(document) = document else { continue };
            match contract_file::hashes(document) {
                Ok(hashes) => {
                    for (assembly, hash) in hashes {
                        self.contract.entry(assembly).or_insert(hash);
                    }
                }
                Err(reason) => problems.add(option, reason),
            }
        }
        self.documents[0].1 = None;
        self.contract_file = self.documents[1].1.take().map(ContractFile::new);
    }
}
