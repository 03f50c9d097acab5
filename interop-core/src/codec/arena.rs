use std::any::Any;
use std::collections::VecDeque;
use std::sync::{Mutex, OnceLock};

use elsa::sync::FrozenVec;

use super::trail::{Level, Trail};
use crate::threading::{AnyBox, lock};

/// Owns what borrowed arguments refer to if the text itself cannot lend it: strings with escapes, and byte arrays that
/// arrived as base64. It also owns the context parameters that were created before the arguments are decoded. It lives
/// as long as the call. Most calls do not use it, so an empty arena allocates nothing.
#[derive(Default)]
pub(crate) struct Arena(OnceLock<Box<ArenaStorage>>);

#[derive(Default)]
struct ArenaStorage {
    strings: FrozenVec<Box<str>>,
    bytes: FrozenVec<Box<[u8]>>,
    /// In the order of their parameters.
    context: Mutex<VecDeque<AnyBox>>,
    /// Where decoding has failed.
    trail: Mutex<Trail>,
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

    /// Notes where an error of decoding comes from.
    #[cold]
    pub(super) fn note_level(&self, argument: usize, depth: u32, level: Level) {
        lock(&self.kept().trail).note(argument, depth, level);
    }

    /// An error of decoding comes from no value inside.
    #[cold]
    pub(super) fn clear_trail(&self) {
        if let Some(kept) = self.0.get() {
            lock(&kept.trail).clear();
        }
    }

    /// Where in this argument decoding has failed, from the outside in.
    pub(crate) fn take_trail(&self, argument: usize) -> Vec<Level> {
        self.0.get().map_or_else(Vec::new, |kept| lock(&kept.trail).take(argument))
    }

    /// Stores the value of the next context parameter.
    pub(crate) fn keep_context(&self, value: AnyBox) {
        lock(&self.kept().context).push_back(value);
    }

    /// Takes the value of the next context parameter, if it was created before.
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
