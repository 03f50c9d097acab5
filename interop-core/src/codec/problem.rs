use super::JsonKind;

/// Why a list of arguments does not fit, where serde's error does not say.
#[derive(Clone, Copy)]
pub(crate) enum Problem {
    TooFew,
    TooMany(JsonKind),
    /// A context parameter refused the call, which is about no argument.
    Refused,
}
