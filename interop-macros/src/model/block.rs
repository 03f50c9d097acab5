//! An annotated `impl` block.

use syn::{GenericParam, ItemImpl};

use super::{Function, ItemAttributes};
use crate::options::Options;

/// An annotated `impl` block.
pub(crate) struct Block<'a> {
    pub(crate) item: &'a ItemImpl,
    pub(crate) attributes: ItemAttributes<'a>,
    pub(crate) options: Options,
    /// The annotated methods, in source order.
    pub(crate) methods: Vec<Function<'a>>,
}

impl<'a> Block<'a> {
    /// Methods with a receiver.
    pub(crate) fn instance_methods(&self) -> impl Iterator<Item = &Function<'a>> {
        self.methods.iter().filter(|method| method.receiver.is_some())
    }

    /// Functions without a receiver.
    pub(crate) fn static_methods(&self) -> impl Iterator<Item = &Function<'a>> {
        self.methods.iter().filter(|method| method.receiver.is_none())
    }

    /// Whether the block has type parameters.
    pub(crate) fn is_generic(&self) -> bool {
        let open = |parameter: &GenericParam| !matches!(parameter, GenericParam::Lifetime(_));
        self.item.generics.params.iter().any(open)
    }
}
