//! Events that Rust sends.

use interop_core::{Circuit, JsError, event, js_invokable};

use crate::errors::Article;

event! {
    /// An article has changed.
    pub static ARTICLE_CHANGED = "articles.changed"(article: Article, by: Option<String>);

    /// The shop has closed.
    pub static SHOP_CLOSED = "shop.closed"();
}

/// Sends both.
#[js_invokable]
pub fn announce(circuit: Circuit, sku: String) -> Result<(), JsError> {
    circuit.send(&ARTICLE_CHANGED, (Article { sku }, None))?;
    circuit.send(&SHOP_CLOSED, ())
}
