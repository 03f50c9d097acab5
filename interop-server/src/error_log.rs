//! Records the errors of calls with `tracing`, and passes them to the application's hook.

use std::borrow::Cow;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use interop_core::host::{ErrorHook, ErrorKind, ErrorReport};
use tracing::{debug, error, warn};

use crate::call_spans::shortened;

/// How many reports may wait for the hook.
const MAX_WAITING: usize = 1024;

/// The maximum length of a text that is recorded. The text of an error of JavaScript's is the client's.
const MAX_TEXT_BYTES: usize = 8 * 1024;

/// Where the errors of a server go.
#[derive(Debug)]
pub(crate) struct ErrorLog {
    /// To the thread of the hook. It ends when the server has been dropped.
    hook: Option<SyncSender<ErrorReport<'static>>>,
}

impl ErrorLog {
    /// Starts the thread of the hook, if there is one. Calls do not wait for the hook, and one that never returns holds no
    /// thread that clients need.
    pub(crate) fn new(hook: Option<ErrorHook>) -> Self {
        let hook = hook.and_then(|hook| {
            let (reports, waiting) = sync_channel(MAX_WAITING);
            let thread = thread::Builder::new().name("interop-on-error".to_owned());
            match thread.spawn(move || run(&hook, &waiting)) {
                Ok(_) => Some(reports),
                Err(error) => {
                    error!(%error, "the thread of `on_error` cannot be started, so the hook is not called");
                    None
                }
            }
        });
        Self { hook }
    }

    /// Records an error, and lets the hook know.
    pub(crate) fn record(&self, report: &ErrorReport<'_>) {
        log(report);
        if let Some(hook) = &self.hook
            && let Err(TrySendError::Full(_)) = hook.try_send(report.clone().into_owned())
        {
            warn!("`on_error` is too slow: an error is not passed to it");
        }
    }
}

fn run(hook: &ErrorHook, waiting: &Receiver<ErrorReport<'static>>) {
    for report in waiting {
        if !hook.call(&report) {
            error!("`on_error` panicked");
        }
    }
}

/// Records an error at the level of its kind: what only the operator sees and can mend stands out.
fn log(report: &ErrorReport<'_>) {
    let ErrorReport { circuit, call_id, stream_id, code, kind, .. } = report;
    let (circuit, code) = (&**circuit, &**code);
    let assembly = report.assembly.as_deref().map(shortened);
    let method = report.method.as_deref().map(shortened);
    macro_rules! record {
        ($level:ident) => {
            $level!(circuit, assembly, method, call_id, stream_id, code, error = &*text(report), "call failed")
        };
    }
    match kind {
        ErrorKind::MissingState => record!(warn),
        ErrorKind::Application if report.is_hidden => record!(warn),
        ErrorKind::Application | ErrorKind::Client => record!(debug),
        _ => record!(error),
    }
}

/// The text as far as it is recorded.
fn text<'r>(report: &'r ErrorReport<'_>) -> Cow<'r, str> {
    let mut text = Cow::Borrowed(&*report.text);
    // Texts about unknown names repeat them.
    for name in [&report.assembly, &report.method].into_iter().flatten() {
        let short = shortened(name);
        if short.len() < name.len() {
            text = Cow::Owned(text.replace(&**name, short));
        }
    }
    if text.len() > MAX_TEXT_BYTES {
        let end = (0..=MAX_TEXT_BYTES).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
        text = Cow::Owned(format!("{}... ({} more bytes)", &text[..end], text.len() - end));
    }
    text
}
