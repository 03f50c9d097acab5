use interop_core::{ObjectReference, interop_object, js_invokable};

#[js_invokable(name = "OnAShelf")]
#[js_invokable(name = "OnTheShelf")]
pub(crate) fn on_a_shelf() -> &'static str {
    "shelf"
}

mod behind {
    use interop_core::js_invokable;

    /// No path leads here, and another function has the same name.
    #[js_invokable(name = "behind")]
    pub(crate) fn on_a_shelf() -> &'static str {
        "behind"
    }
}

struct Book {
    title: &'static str,
}

#[interop_object(rename_all = "camelCase")]
impl Book {
    #[js_invokable]
    pub(crate) fn open_book() -> ObjectReference<Self> {
        ObjectReference::new(Self { title: "Rust" })
    }

    #[js_invokable]
    pub(crate) fn title(&self) -> &'static str {
        self.title
    }
}
