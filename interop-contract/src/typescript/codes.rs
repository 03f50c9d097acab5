//! The codes of errors and their data, which several methods can share under one name.

use std::collections::BTreeMap;

use super::naming::property;
use super::types::{Place, Types};
use crate::document::{Assembly, Direction, ErrorCode};

type Codes = BTreeMap<String, ErrorCode>;

impl Types<'_> {
    /// The codes of errors and their data, or none if there are no codes. An absent list stands for any code.
    pub(super) fn codes(&mut self, errors: Option<&Codes>, place: &str) -> Option<String> {
        let Some(errors) = errors else {
            return Some("{ [code: string]: unknown }".to_owned());
        };
        let codes = self.listed(errors, place)?;
        Some(self.aliases.get(&codes).cloned().unwrap_or(codes))
    }

    fn listed(&mut self, errors: &Codes, place: &str) -> Option<String> {
        let codes = errors.iter().map(|(code, error)| {
            let place = Place::new(format!("{place}, error `{code}`"), Direction::Out);
            let data = error.data.as_ref().map_or_else(|| "undefined".to_owned(), |data| self.of(Some(data), &place));
            format!("{}: {data}", property(code))
        });
        (!errors.is_empty()).then(|| format!("{{ {} }}", codes.collect::<Vec<_>>().join("; ")))
    }

    /// Names the codes that several methods of an assembly have in common, by the first type of errors that lists them.
    pub(super) fn share_codes(&mut self, assembly: &Assembly) {
        self.aliases.clear();
        // The same warnings are recorded where the codes are declared, with the method.
        let warnings = self.warnings.clone();
        let objects = assembly.objects.values().flat_map(|object| object.methods.values());
        let mut users: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for method in assembly.methods.values().chain(objects) {
            let (Some(errors), Some(name)) = (&method.errors, &method.error_type) else { continue };
            let Some(codes) = self.listed(errors, "") else { continue };
            users.entry(codes).or_insert_with(|| (0, name.clone())).0 += 1;
        }
        self.warnings = warnings;
        for (codes, (count, name)) in users {
            let mut alias = self.identifiers.own_type(&format!("{name}Codes"));
            while self.aliases.values().any(|other| *other == alias) {
                alias.push('_');
            }
            if count > 1 {
                self.aliases.insert(codes, alias);
            }
        }
    }

    /// The shared codes of the current assembly, each with its name. Those are no longer used.
    pub(super) fn take_aliases(&mut self) -> BTreeMap<String, String> {
        std::mem::take(&mut self.aliases)
    }
}
