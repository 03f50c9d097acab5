use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::codec::{ELEMENT_KEY, JS_REFERENCE_NAME, MarkText, write_reference};

/// An element of the page, identified by an attribute. JavaScript receives the element itself.
///
/// It corresponds to Blazor's `ElementReference`. The element has the attribute that [`attribute`](Self::attribute)
/// names. JavaScript finds it in the document and in open shadow roots; an element that JavaScript has passed to Rust
/// is also found in a closed shadow root and in a tree that is not in the document. If there is no such element, the
/// call to JavaScript fails.
///
/// ```
/// use interop_core::ElementReference;
///
/// let item = ElementReference::new("item-1");
/// assert_eq!(format!("<li {}></li>", item.attribute()), "<li _bl_item-1></li>");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ElementReference {
    id: String,
}

impl ElementReference {
    /// A reference to the element that has the attribute for this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into() }
    }

    /// A reference with an id that is unique in this process.
    pub fn unique() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self::new(format!("{}", LAST.fetch_add(1, Ordering::Relaxed) + 1))
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The attribute that identifies the element.
    pub fn attribute(&self) -> String {
        format!("_bl_{}", self.id)
    }
}

impl Serialize for ElementReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_reference(serializer, JS_REFERENCE_NAME, ELEMENT_KEY, &self.id)
    }
}

impl<'de> Deserialize<'de> for ElementReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ElementReferenceVisitor;

        impl<'de> Visitor<'de> for ElementReferenceVisitor {
            type Value = ElementReference;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference to an element")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<ElementReference, A::Error> {
                let mut id = None;
                while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
                    if key != ELEMENT_KEY {
                        return Err(de::Error::custom("Unexpected JSON property in a reference to an element."));
                    }
                    if id.replace(entries.next_value::<MarkText>()?).is_some() {
                        return Err(de::Error::duplicate_field(ELEMENT_KEY));
                    }
                }
                let MarkText(id) = id.ok_or_else(|| de::Error::custom("Required property __internalId not found."))?;
                Ok(ElementReference { id })
            }
        }

        deserializer.deserialize_struct(JS_REFERENCE_NAME, &[ELEMENT_KEY], ElementReferenceVisitor)
    }
}
