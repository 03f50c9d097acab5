use std::fmt;

use serde::de::{self, Visitor};

use super::Reading;

/// Lends a string to a visitor that creates a `&str`, even if the text contains escapes and cannot lend it itself.
pub(super) struct KeepStr<'x, 'c, V> {
    pub(super) visitor: V,
    pub(super) reading: &'x Reading<'c>,
}

impl<'c, V: Visitor<'c>> Visitor<'c> for KeepStr<'_, 'c, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_borrowed_str<E: de::Error>(self, text: &'c str) -> Result<V::Value, E> {
        self.visitor.visit_borrowed_str(text)
    }

    #[inline]
    fn visit_str<E: de::Error>(self, text: &str) -> Result<V::Value, E> {
        self.visitor.visit_borrowed_str(self.reading.arena.keep_str(text))
    }
}
