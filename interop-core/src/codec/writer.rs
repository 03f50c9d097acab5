use serde::Serialize;
use serde::ser::Serializer;

use super::Writing;

/// Writes one value and everything inside it for `writing`. The implementation is in `write.rs`, because the containers
/// that it uses create writers too.
pub(crate) struct Writer<'x, 'w, S> {
    pub(super) inner: S,
    pub(super) writing: &'x Writing<'w>,
}

impl<'x, 'w, S> Writer<'x, 'w, S> {
    #[inline]
    pub(crate) fn new(inner: S, writing: &'x Writing<'w>) -> Self {
        Self { inner, writing }
    }
}

/// A value inside a container, which is written by the [`Writer`] too.
pub(super) struct InnerValue<'x, 'w, 'v, T: ?Sized> {
    pub(super) value: &'v T,
    pub(super) writing: &'x Writing<'w>,
}

impl<T: Serialize + ?Sized> Serialize for InnerValue<'_, '_, '_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Writer::new(serializer, self.writing))
    }
}
