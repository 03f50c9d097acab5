//! Row 5: one name among few and among many.

use std::hint::black_box;

use interop_core::registry::MethodDescriptor;
use interop_core::{Registry, methods};

use super::Comparison;
use super::methods::ASSEMBLY;
use crate::table::Target;
use crate::timing::{Batch, repeat};

/// The ratio between tables of different sizes that still counts as constant. It allows for the noise of measuring a
/// few nanoseconds.
const FLAT: Target = Target::AtMost(1.2);

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "5a",
            what: "one name among 1 000 methods / among 16",
            ours: || lookup(1_000),
            peer: || lookup(16),
            target: FLAT,
        },
        Comparison {
            id: "5b",
            what: "one name among 100 000 methods / among 16",
            ours: || lookup(100_000),
            peer: || lookup(16),
            target: FLAT,
        },
    ]
}

fn lookup(count: usize) -> Batch {
    let registry = registry(count);
    repeat(move || {
        let found = registry.get(black_box(ASSEMBLY), black_box("add"));
        assert!(black_box(found).is_some());
    })
}

/// This many methods: `add`, and others that differ only in their names.
fn registry(count: usize) -> Registry {
    let model: &[&'static [MethodDescriptor]] = methods![super::methods::add];
    let add = &model[0][0];
    let others: Vec<MethodDescriptor> = (1..count).map(|i| named(add, format!("method_{i}").leak())).collect();
    let all = [std::slice::from_ref(add), others.leak()];
    Registry::builder().methods(&all).build().expect("the names differ")
}

fn named(model: &MethodDescriptor, name: &'static str) -> MethodDescriptor {
    let mut method = *model;
    method.name = name;
    method
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_registry_has_as_many_methods_as_it_should() {
        assert_eq!(registry(16).methods().len(), 16);
    }
}
