//! Checks the options of a server as a whole.

use interop_core::Registry;

use super::ServerOptions;
use super::access::check_path;
use crate::options_error::{OptionsError, Problems};

impl ServerOptions {
    /// Checks every option, raises what would contradict another one, and finds the methods that clients can call.
    pub(crate) fn checked(mut self) -> Result<(Self, Registry), OptionsError> {
        let mut problems = Problems::default();
        if let Err(error) = self.circuit.check() {
            problems.add("circuit", error.to_string());
        }
        check_path(&self.path, &mut problems);
        self.origins.check(&mut problems);
        self.hosts.check(&mut problems);
        if let Some(limit) = &self.rate_limit {
            limit.check(&mut problems);
        }
        let registry = self.registry.take().map_or_else(Registry::linked, Ok);
        let registry = registry.map_err(|error| problems.add("registry", error.to_string()));
        if let Ok(registry) = &registry
            && let Err(error) = self.layers.check(registry)
        {
            problems.add("layer", error.to_string());
        }
        if let Ok(registry) = &registry
            && let Err(error) = self.states.check(registry)
        {
            problems.add("state", error.to_string());
        }
        self.check_times(&mut problems);
        self.check_contracts(&mut problems);
        self.raise_frame_limit();
        match registry {
            Ok(registry) if problems.is_empty() => Ok((self, registry)),
            _ => Err(problems.into_error()),
        }
    }
}
