use std::collections::HashMap;

use foldhash::fast::RandomState;

/// A table keyed by ids of the wire: of calls, objects and streams.
///
/// The hash has a random seed. A client chooses some of these ids itself, and of the others it chooses which ones stay in
/// use. Without a seed it could choose ids that share one place in the table, and every access would then search through all
/// of them.
pub(super) type IdMap<V> = HashMap<u64, V, RandomState>;
