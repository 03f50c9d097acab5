use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the [`Witness`]es that were dropped.
#[derive(Clone, Debug, Default)]
pub struct Deaths(Arc<AtomicUsize>);

impl Deaths {
    /// A counter that is zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of dropped witnesses.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// Creates a witness.
    pub fn witness(&self) -> Witness {
        Witness(self.clone())
    }
}

/// Is counted when it is dropped.
#[derive(Debug)]
pub struct Witness(Deaths);

impl Drop for Witness {
    fn drop(&mut self) {
        self.0.0.fetch_add(1, Ordering::SeqCst);
    }
}
