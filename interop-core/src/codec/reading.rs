use std::cell::Cell;

use serde::de;

use super::trail::Level;
use super::{Arena, ByteArray, Problem};
use crate::error::{CallError, ErrorCode};
use crate::scope;

/// Maximum nesting of wrappers that are not visible in JSON: `Some` and newtypes.
const MAX_WRAPPERS: u32 = 512;

/// The byte arrays to which a text may refer. These are thin references, because they are copied for every call.
#[derive(Clone, Copy)]
pub(crate) enum ByteArrays<'c> {
    /// Those of a message from JavaScript, numbered from 0.
    Numbered(&'c Vec<bytes::Bytes>),
    /// Those of a message to JavaScript, each with its id.
    Named(&'c Vec<ByteArray>),
}

/// The shared state while one text is read: the arena, the depth, and the current argument.
pub(crate) struct Reading<'c> {
    pub(crate) arena: &'c Arena,
    byte_arrays: ByteArrays<'c>,
    max_depth: u32,
    depth: Cell<u32>,
    wrappers: Cell<u32>,
    argument: Cell<usize>,
    problem: Cell<Option<Problem>>,
    expects_reference: Cell<bool>,
    /// Whether the next value belongs to a mark.
    is_mark: Cell<bool>,
    /// Whether a value was skipped, which may contain a function.
    has_skipped: Cell<bool>,
}

static NO_BYTE_ARRAYS: Vec<ByteArray> = Vec::new();

impl ByteArrays<'_> {
    /// The byte arrays of a message that has none.
    pub(crate) const NONE: Self = Self::Named(&NO_BYTE_ARRAYS);
}

impl<'c> Reading<'c> {
    /// Starts at the first level of nesting.
    #[inline]
    pub(crate) fn new(arena: &'c Arena, byte_arrays: ByteArrays<'c>, max_depth: u32) -> Self {
        Self {
            arena,
            byte_arrays,
            max_depth,
            depth: Cell::new(1),
            wrappers: Cell::new(0),
            argument: Cell::new(0),
            problem: Cell::new(None),
            expects_reference: Cell::new(false),
            is_mark: Cell::new(false),
            has_skipped: Cell::new(false),
        }
    }

    #[inline]
    pub(super) fn has_byte_arrays(&self) -> bool {
        match self.byte_arrays {
            ByteArrays::Numbered(arrays) => !arrays.is_empty(),
            ByteArrays::Named(arrays) => !arrays.is_empty(),
        }
    }

    pub(super) fn byte_array(&self, id: u64) -> Option<&'c bytes::Bytes> {
        match self.byte_arrays {
            ByteArrays::Numbered(arrays) => arrays.get(usize::try_from(id).ok()?),
            ByteArrays::Named(arrays) => arrays.iter().find(|array| array.id == id).map(|array| &array.data),
        }
    }

    /// Moves on to the next argument.
    #[inline]
    pub(crate) fn begin_argument(&self) {
        self.argument.set(self.argument.get() + 1);
        self.expects_reference.set(false);
    }

    /// All arguments are read. What follows belongs to none of them.
    #[inline]
    pub(crate) fn end_arguments(&self) {
        self.argument.set(0);
    }

    /// The argument that is being read, from 1. It is 0 before the first and after the last argument.
    pub(crate) fn argument(&self) -> usize {
        self.argument.get()
    }

    pub(crate) fn set_problem(&self, problem: Problem) {
        self.problem.set(Some(problem));
    }

    pub(crate) fn problem(&self) -> Option<Problem> {
        self.problem.get()
    }

    /// Notes that an error leaves a container, to whose content the reader has come.
    #[cold]
    #[inline(never)]
    pub(super) fn note_level(&self, level: Level) {
        self.arena.note_level(self.argument(), self.depth.get(), level);
    }

    /// Notes that an error is about a container, and about none of its values.
    #[cold]
    #[inline(never)]
    pub(super) fn clear_trail(&self) {
        self.arena.clear_trail();
    }

    /// Notes that the current parameter contains a reference to a Rust object, or may contain one.
    pub(crate) fn set_expects_reference(&self) {
        self.expects_reference.set(true);
    }

    pub(crate) fn expects_reference(&self) -> bool {
        self.expects_reference.get()
    }

    /// Notes that a value is skipped.
    #[inline]
    pub(super) fn set_skipped(&self) {
        self.has_skipped.set(true);
    }

    /// Whether a value was skipped.
    #[inline]
    pub(crate) fn has_skipped(&self) -> bool {
        self.has_skipped.get()
    }

    /// Notes that the next value belongs to a mark.
    pub(super) fn set_mark(&self) {
        self.is_mark.set(true);
    }

    /// Whether the next value belongs to a mark. Clears the flag.
    #[inline]
    pub(super) fn take_mark(&self) -> bool {
        self.is_mark.replace(false)
    }

    /// Whether the reader is at an argument itself, and not inside one.
    #[inline]
    pub(crate) fn at_top(&self) -> bool {
        self.depth.get() == 1
    }

    /// Runs `read` one level of arrays and objects deeper.
    #[inline]
    pub(crate) fn deeper<T, E: de::Error>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let depth = self.depth.get();
        if depth >= self.max_depth {
            return Err(too_deep(self.max_depth));
        }
        self.depth.set(depth + 1);
        let result = read();
        self.depth.set(depth);
        result
    }

    /// Runs `read` inside a wrapper that is not visible in JSON. The limit stops types that wrap themselves.
    #[inline]
    pub(crate) fn wrapped<T, E: de::Error>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let wrappers = self.wrappers.get();
        if wrappers >= MAX_WRAPPERS {
            return Err(too_deep(self.max_depth));
        }
        self.wrappers.set(wrappers + 1);
        let result = read();
        self.wrappers.set(wrappers);
        result
    }
}

#[cold]
fn too_deep<E: de::Error>(max_depth: u32) -> E {
    let error = CallError::dispatch(
        ErrorCode::LimitExceeded,
        format!("nested more than {max_depth} levels deep, the limit that `CircuitOptions::max_json_depth` sets"),
    );
    scope::refuse_reading(error)
}
