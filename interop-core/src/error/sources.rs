//! The texts of errors with those of their sources.

/// The text of an error and of its sources, joined by colons.
#[cold]
pub(crate) fn text_with_sources(error: &dyn std::error::Error) -> String {
    with_sources(error.to_string(), error.source())
}

/// A text and the chain of an error's sources, joined by colons.
#[cold]
pub(super) fn with_sources(mut message: String, mut source: Option<&(dyn std::error::Error + '_)>) -> String {
    while let Some(inner) = source {
        let text = inner.to_string();
        // Many error types print their source themselves, at the end or in the middle of their text. If repeated, the text of
        // an error that goes through many calls would double each time.
        if !message.contains(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        source = inner.source();
    }
    message
}
