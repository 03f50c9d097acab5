//! What a module consists of: how many bytes of code belong to which part of which crate, and the largest functions.
//!
//! The sizes are those of the module that the page loads, before compression.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use self::area::{area, without_hashes};

mod area;

/// How many areas and functions are listed.
const MAX_LISTED: usize = 40;

/// The functions of a module and the sizes of its other parts.
#[derive(Debug, Default)]
pub(crate) struct Sizes {
    /// Each function with the size of its code, in bytes.
    functions: Vec<(String, usize)>,
    data: usize,
    /// Everything else, without the names, which the page does not load.
    rest: usize,
}

impl Sizes {
    /// Reads a module that has kept its names.
    pub(crate) fn of(module: &[u8]) -> anyhow::Result<Self> {
        let mut names = HashMap::new();
        let mut imported = 0;
        let mut sizes = Self::default();
        let mut bodies = Vec::new();
        for payload in Parser::new(0).parse_all(module) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.range().len()),
                Payload::DataSection(data) => sizes.data = data.range().len(),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(parts) = section.as_known() {
                        for part in parts {
                            let Name::Function(functions) = part? else { continue };
                            for function in functions {
                                let function = function?;
                                names.insert(function.index, without_hashes(function.name).into_owned());
                            }
                        }
                        continue;
                    }
                }
                _ => {}
            }
            if !matches!(
                payload,
                Payload::CodeSectionStart { .. } | Payload::CodeSectionEntry(_) | Payload::DataSection(_)
            ) {
                sizes.rest += payload.as_section().map_or(0, |(_, range)| range.len());
            }
        }
        let indexes = imported..;
        sizes.functions = indexes
            .zip(bodies)
            .map(|(index, bytes)| (names.remove(&index).unwrap_or_else(|| format!("function {index}")), bytes))
            .collect();
        Ok(sizes)
    }

    fn code(&self) -> usize {
        self.functions.iter().map(|(_, bytes)| bytes).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code();
        writeln!(f, "{code} bytes of code, {} of data, {} of other sections", self.data, self.rest)?;
        let mut areas: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (name, bytes) in &self.functions {
            let (total, count) = areas.entry(area(name)).or_default();
            *total += bytes;
            *count += 1;
        }
        let mut areas: Vec<_> = areas.into_iter().collect();
        areas.sort_by_key(|(_, (bytes, _))| Reverse(*bytes));
        writeln!(f, "\n{:>8} {:>6} {:>9}  area", "bytes", "share", "functions")?;
        for (area, (bytes, count)) in areas.iter().take(MAX_LISTED) {
            writeln!(f, "{bytes:>8} {:>5.1}% {count:>9}  {area}", percent(*bytes, code))?;
        }
        let mut functions: Vec<_> = self.functions.iter().collect();
        functions.sort_by_key(|(_, bytes)| Reverse(*bytes));
        writeln!(f, "\n{:>8} {:>6}  function", "bytes", "share")?;
        for (name, bytes) in functions.into_iter().take(MAX_LISTED) {
            writeln!(f, "{bytes:>8} {:>5.1}%  {}", percent(*bytes, code), name)?;
        }
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss, reason = "sizes of modules are far below 2^52")]
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One imported function, two functions of three and four bytes, ten bytes of data, and names.
    #[rustfmt::skip]
    const MODULE: &[u8] = &[
        0, b'a', b's', b'm', 1, 0, 0, 0,
        1, 4, 1, 0x60, 0, 0,
        2, 7, 1, 1, b'm', 1, b'f', 0, 0,
        3, 3, 2, 0, 0,
        5, 3, 1, 0, 1,
        10, 10, 2, 3, 0, 1, 0x0b, 4, 0, 1, 1, 0x0b,
        11, 10, 1, 0, 0x41, 0, 0x0b, 4, b'd', b'a', b't', b'a',
        0, 19, 4, b'n', b'a', b'm', b'e', 1, 12, 2, 1, 4, b'a', b':', b':', b'x', 2, 3, b'r', b'u', b'n',
    ];

    #[test]
    fn every_function_has_its_name_and_its_size() {
        let sizes = Sizes::of(MODULE).unwrap();
        assert_eq!(sizes.functions, [("a::x".to_owned(), 3), ("run".to_owned(), 4)]);
        assert_eq!((sizes.code(), sizes.data, sizes.rest), (7, 10, 17));
    }

    #[test]
    fn the_largest_come_first() {
        let shown = Sizes::of(MODULE).unwrap().to_string();
        let position = |text| shown.find(text).unwrap_or_else(|| panic!("no {text} in {shown}"));
        assert!(position("57.1%         1  exports") < position("42.9%         1  a"), "{shown}");
        assert!(position("57.1%  run") < position("42.9%  a::x"), "{shown}");
    }
}
