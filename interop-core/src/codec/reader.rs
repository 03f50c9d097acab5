use super::Reading;

/// Reads one value and everything inside it for `reading`. The implementation is in `read.rs`, because the types that
/// it uses create readers too.
pub(crate) struct Reader<'x, 'c, D> {
    pub(super) inner: D,
    pub(super) reading: &'x Reading<'c>,
}

impl<'x, 'c, D> Reader<'x, 'c, D> {
    #[inline]
    pub(crate) fn new(inner: D, reading: &'x Reading<'c>) -> Self {
        Self { inner, reading }
    }
}

/// Whether a visitor creates exactly this type, ignoring lifetimes.
#[inline]
pub(super) fn makes<V, T: 'static>() -> bool {
    typeid::of::<V>() == typeid::of::<T>()
}
