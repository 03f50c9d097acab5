use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock};

use elsa::sync::FrozenVec;

use crate::threading::{AnyBox, lock};

/// Keeps what borrowed arguments refer to when the text itself cannot lend it: strings that had escapes, and byte
/// arrays that came as base64. Also keeps the context parameters that were made before the arguments are decoded. Lives
/// as long as the call; most calls put nothing in, so an empty one is nothing.
#[derive(Default)]
pub(crate) struct Arena(OnceLock<Box<ArenaStorage>>);

#[derive(Default)]
struct ArenaStorage {
    strings: FrozenVec<Box<str>>,
    bytes: FrozenVec<Box<[u8]>>,
    /// In the order of their parameters.
    context: Mutex<VecDeque<AnyBox>>,
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

    /// Keeps the value of the next context parameter.
    pub(crate) fn keep_context(&self, value: AnyBox) {
        lock(&self.kept().context).push_back(value);
    }

    /// The value of the next context parameter, if it was made before.
    #[inline]
    pub(crate) fn take_context<T: Any>(&self) -> Option<T> {
        self.0.get().and_then(|kept| kept.take_context())
    }
}

impl ArenaStorage {
    #[cold]
    fn take_context<T: Any>(&self) -> Option<T> {
        let value = lock(&self.context).pop_front()?;
        value.downcast().ok().map(|value| *value)
    }
}
