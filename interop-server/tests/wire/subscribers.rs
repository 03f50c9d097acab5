//! Several subscribers of `tracing` in one program of tests.

use std::sync::LazyLock;

use tracing::Dispatch;
use tracing::subscriber::NoSubscriber;

/// Subscribers that live as long as the program and record nothing.
static LASTING: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [NoSubscriber::new(), NoSubscriber::new()].map(Dispatch::new));

/// Makes `tracing` ask the subscribers of all threads whether they want an event or a span.
///
/// As long as a program has one subscriber at most, `tracing` asks that of the thread which comes to an event or a
/// span first, and remembers the answer for all threads. A test that has a subscriber would then miss what another test,
/// without one, came to first. With more than one subscriber it asks each of them.
pub(crate) fn ask_all() {
    LazyLock::force(&LASTING);
}
