use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};

/// An element of the page, captured by an attribute: JavaScript receives the element itself.
///
/// It takes the place of .NET's `ElementReference`. The element carries the attribute that [`attribute`](Self::attribute)
/// names; JavaScript finds it with `document.querySelector('[_bl_<id>]')`.
///
/// ```
/// use interop_core::ElementReference;
///
/// let item = ElementReference::new("item-1");
/// assert_eq!(format!("<li {}></li>", item.attribute()), "<li _bl_item-1></li>");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ElementReference {
    #[serde(rename = "__internalId")]
    id: String,
}

impl ElementReference {
    /// A reference to the element that carries the attribute for this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    /// A reference with an id that no other of this process has.
    pub fn unique() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self::new(format!("{}", LAST.fetch_add(1, Ordering::Relaxed) + 1))
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The attribute that the element carries.
    pub fn attribute(&self) -> String {
        format!("_bl_{}", self.id)
    }
}
