use std::sync::OnceLock;

use elsa::sync::FrozenVec;

/// Keeps what borrowed arguments refer to when the text itself cannot lend it: strings that had escapes, and byte
/// arrays that came as base64. Lives as long as the call; most calls put nothing in, so an empty one is nothing.
#[derive(Default)]
pub(crate) struct Arena(OnceLock<Box<ArenaStorage>>);

#[derive(Default)]
struct ArenaStorage {
    strings: FrozenVec<Box<str>>,
    bytes: FrozenVec<Box<[u8]>>,
}

impl Arena {
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.get().is_none()
    }

    fn kept(&self) -> &ArenaStorage {
        self.0.get_or_init(Box::default)
    }

    pub(crate) fn keep_str(&self, text: &str) -> &str {
        self.kept().strings.push_get(text.into())
    }

    pub(crate) fn keep_bytes(&self, bytes: Vec<u8>) -> &[u8] {
        self.kept().bytes.push_get(bytes.into())
    }
}
