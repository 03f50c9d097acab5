use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::fmt::Write as _;

use super::RegistryError;
use crate::descriptor::MethodDescriptor;

/// Methods in the order of a registry: by name, and then by location, so that repeated links of one method are
/// adjacent.
///
/// A heap sorts them, because its code is a tenth of the size of `sort` for slices, and is part of WebAssembly modules.
pub(super) fn sorted(methods: Vec<&'static MethodDescriptor>) -> Vec<&'static MethodDescriptor> {
    let heap: BinaryHeap<_> = methods.into_iter().map(InOrder).collect();
    heap.into_sorted_vec().into_iter().map(|InOrder(method)| method).collect()
}

struct InOrder(&'static MethodDescriptor);

impl Ord for InOrder {
    // As a part of the sorting, it would be inlined several times.
    #[inline(never)]
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |method: &MethodDescriptor| {
            let place = method.location;
            let name = (method.assembly, method.name);
            let source = place.source;
            (name, (source.package, source.version, source.file, place.line, place.column), method.rust_name())
        };
        key(self.0).cmp(&key(other.0))
    }
}

impl PartialOrd for InOrder {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for InOrder {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for InOrder {}

/// Removes repetitions of methods from a [`sorted`] list.
///
/// A declaration that is linked twice is not a duplicate: the unit tests of a crate link it a second time if one of
/// their dependencies depends on it. Any other method with the same assembly and id is one.
pub(super) fn without_repetitions(
    sorted: &[&'static MethodDescriptor],
) -> Result<Vec<&'static MethodDescriptor>, RegistryError> {
    let mut text = String::new();
    let mut kept: Vec<&'static MethodDescriptor> = Vec::with_capacity(sorted.len());
    for same in sorted.chunk_by(|a, b| (a.assembly, a.name) == (b.assembly, b.name)) {
        let first = same[0];
        kept.push(first);
        let mut places: Vec<_> = same.iter().map(|method| (method.location, method.rust_name())).collect();
        places.dedup();
        let places: Vec<_> = places.into_iter().map(|(place, _)| place).collect();
        if let [_, _, ..] = places[..] {
            write_duplicate(&mut text, first, &places);
        }
    }
    if text.is_empty() { Ok(kept) } else { Err(RegistryError { text }) }
}

fn write_duplicate(text: &mut String, method: &MethodDescriptor, places: &[crate::descriptor::Location]) {
    let (assembly, name) = (method.assembly, method.name);
    if !text.is_empty() {
        text.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "The assembly '{assembly}' contains more than one #[js_invokable] method with identifier '{name}'. All \
         #[js_invokable] methods within the same assembly must have different identifiers. You can pass a custom \
         identifier: #[js_invokable(name = \"...\")]."
    );
    for place in places {
        let _ = write!(text, "\n  {place}");
    }
    if places.iter().any(|place| {
        place.source.package == places[0].source.package && place.source.version != places[0].source.version
    }) {
        let _ = write!(text, "\n  two versions of the package '{}' are linked: use one", places[0].source.package);
    }
}
