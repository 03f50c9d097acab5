//! The examples that call Rust through the generated client, next to the article's own JavaScript.

use crate::catalogue::Source;

macro_rules! typed {
    ($($id:literal),* $(,)?) => {
        &[$(($id, Source {
            name: concat!("typed/", $id, ".js"),
            path: concat!("gallery/page/typed/", $id, ".js"),
            text: include_str!(concat!("../page/typed/", $id, ".js")),
            url: Some(concat!("typed/", $id, ".js")),
            is_module: true,
        })),*]
    };
}

/// The typed forms of examples by the id of their section. In the other sections, Rust passes its objects to JavaScript.
pub const TYPED: &[(&str, Source)] = typed![
    "call-dotnet-example-1",
    "call-dotnet-example-8",
    "js-object-reference",
    "circular-reference",
    "size-limit",
    "disconnection",
    "panic",
];

/// The typed form of an example.
pub(crate) fn typed_form(id: &str) -> Option<&'static Source> {
    TYPED.iter().find_map(|(own, source)| (*own == id).then_some(source))
}
