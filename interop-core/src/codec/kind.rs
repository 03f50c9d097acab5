use serde::de::Unexpected;

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Null,
    True,
    False,
    Number,
    String,
    Array,
    Object,
}

impl JsonKind {
    /// The kind of value that a JSON text contains, which its first character determines.
    pub(crate) fn of(json: &str) -> Self {
        match json.as_bytes().first() {
            Some(b't') => Self::True,
            Some(b'f') => Self::False,
            Some(b'"') => Self::String,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            Some(b'-' | b'0'..=b'9') => Self::Number,
            _ => Self::Null,
        }
    }

    /// The kind in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::True | Self::False => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }

    /// What serde's errors call it.
    pub(crate) fn unexpected(self) -> Unexpected<'static> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::True => Unexpected::Bool(true),
            Self::False => Unexpected::Bool(false),
            Self::Number => Unexpected::Other("number"),
            Self::String => Unexpected::Other("string"),
            Self::Array => Unexpected::Seq,
            Self::Object => Unexpected::Map,
        }
    }

    /// The name of the value's first token, as the original's texts have it.
    pub(crate) fn token_name(self) -> &'static str {
        match self {
            Self::Null => "Null",
            Self::True => "True",
            Self::False => "False",
            Self::Number => "Number",
            Self::String => "String",
            Self::Array => "StartArray",
            Self::Object => "StartObject",
        }
    }
}
