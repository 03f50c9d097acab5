use elsa::sync::FrozenVec;

/// Keeps what borrowed arguments refer to when the text itself cannot lend it: strings that had escapes, and byte
/// arrays that came as base64. Lives as long as the call.
#[derive(Default)]
pub(crate) struct Arena {
    strings: FrozenVec<Box<str>>,
    bytes: FrozenVec<Box<[u8]>>,
}

impl Arena {
    pub(crate) fn keep_str(&self, text: &str) -> &str {
        self.strings.push_get(text.into())
    }

    pub(crate) fn keep_bytes(&self, bytes: Vec<u8>) -> &[u8] {
        self.bytes.push_get(bytes.into())
    }
}
