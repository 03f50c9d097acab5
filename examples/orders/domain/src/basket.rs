use interop_core::{ClientError, js_invokable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An article that the shop sells. Prices are in cents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    pub sku: String,
    pub name: String,
    pub price: u32,
    /// How many can be ordered.
    pub stock: u32,
}

/// One line of a basket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub sku: String,
    pub quantity: u32,
}

/// What a basket costs, in cents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    pub lines: Vec<QuoteLine>,
    pub subtotal: u32,
    pub discount: u32,
    pub shipping: u32,
    pub total: u32,
}

/// One line of a [`Quote`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteLine {
    pub sku: String,
    pub name: String,
    pub price: u32,
    pub quantity: u32,
    pub total: u32,
}

/// Why a basket cannot be ordered.
#[derive(Debug, PartialEq, thiserror::Error, ClientError)]
pub enum BasketError {
    /// There is nothing in the basket.
    #[error("The basket is empty.")]
    EmptyBasket,
    /// There are fewer articles than are wanted.
    #[error("Only {left} of “{name}” are left.")]
    OutOfStock { sku: String, name: String, left: u32 },
    /// The shop does not sell this article.
    #[error("The shop does not sell “{sku}”.")]
    UnknownArticle { sku: String },
    /// A line has no articles, or more than one order can have.
    #[error("Each line is for 1 to {max} articles.")]
    BadQuantity { sku: String, max: u32 },
}

/// How many of one article an order can have.
const MAX_QUANTITY: u32 = 99;
/// From this subtotal on, in cents, a tenth is taken off.
const DISCOUNT_FROM: u32 = 10_000;
/// From this subtotal on, in cents, shipping is free.
const FREE_SHIPPING_FROM: u32 = 5_000;
const SHIPPING: u32 = 490;

/// What these lines cost.
///
/// The page calls it after each change of the basket, and the server when the order is placed.
///
/// # Errors
///
/// If these lines cannot be ordered.
#[js_invokable]
pub fn quote(articles: &[Article], basket: &[Line]) -> Result<Quote, BasketError> {
    let lines = basket.iter().map(|line| priced(articles, basket, line)).collect::<Result<Vec<_>, _>>()?;
    if lines.is_empty() {
        return Err(BasketError::EmptyBasket);
    }
    let subtotal = lines.iter().fold(0, |sum: u32, line| sum.saturating_add(line.total));
    let discount = if subtotal >= DISCOUNT_FROM { subtotal / 10 } else { 0 };
    let shipping = if subtotal >= FREE_SHIPPING_FROM { 0 } else { SHIPPING };
    Ok(Quote { lines, subtotal, discount, shipping, total: subtotal - discount + shipping })
}

fn priced(articles: &[Article], basket: &[Line], line: &Line) -> Result<QuoteLine, BasketError> {
    let sku = line.sku.clone();
    let Some(article) = articles.iter().find(|article| article.sku == sku) else {
        return Err(BasketError::UnknownArticle { sku });
    };
    if !(1..=MAX_QUANTITY).contains(&line.quantity) {
        return Err(BasketError::BadQuantity { sku, max: MAX_QUANTITY });
    }
    // Another line may be for the same article.
    let wanted =
        basket.iter().filter(|line| line.sku == sku).fold(0, |sum: u32, line| sum.saturating_add(line.quantity));
    if wanted > article.stock {
        return Err(BasketError::OutOfStock { sku, name: article.name.clone(), left: article.stock });
    }
    let (price, quantity) = (article.price, line.quantity);
    Ok(QuoteLine { sku, name: article.name.clone(), price, quantity, total: price.saturating_mul(quantity) })
}

#[cfg(test)]
mod tests {
    use interop_core::InProcess;
    use serde_json::json;

    use super::*;

    fn tea(stock: u32) -> Vec<Article> {
        vec![Article { sku: "tea".to_owned(), name: "Tea".to_owned(), price: 2_500, stock }]
    }

    fn basket(quantity: u32) -> Vec<Line> {
        vec![Line { sku: "tea".to_owned(), quantity }]
    }

    #[test]
    fn larger_orders_have_free_shipping_and_then_a_discount() {
        let costs = |quantity| {
            let quote = quote(&tea(9), &basket(quantity)).unwrap();
            (quote.subtotal, quote.discount, quote.shipping, quote.total)
        };
        assert_eq!(costs(1), (2_500, 0, 490, 2_990));
        assert_eq!(costs(2), (5_000, 0, 0, 5_000));
        assert_eq!(costs(4), (10_000, 1_000, 0, 9_000));
    }

    #[test]
    fn what_cannot_be_ordered_is_refused() {
        assert_eq!(quote(&tea(9), &[]), Err(BasketError::EmptyBasket));
        assert_eq!(quote(&[], &basket(1)), Err(BasketError::UnknownArticle { sku: "tea".to_owned() }));
        assert_eq!(quote(&tea(999), &basket(100)).unwrap_err().to_string(), "Each line is for 1 to 99 articles.");
        assert!(matches!(quote(&tea(9), &basket(0)), Err(BasketError::BadQuantity { max: 99, .. })));
    }

    #[test]
    fn lines_for_the_same_article_share_its_stock() {
        let twice = [basket(2), basket(2)].concat();
        assert!(matches!(quote(&tea(3), &twice), Err(BasketError::OutOfStock { left: 3, .. })));
        assert!(quote(&tea(4), &twice).is_ok());
    }

    #[test]
    fn the_page_gets_a_code_and_how_many_are_left() {
        let page = InProcess::new();
        let failure = page.call::<Quote>("Domain", "quote", (tea(2), basket(3))).unwrap_err();
        assert_eq!(failure.code, "out_of_stock");
        assert_eq!(failure.data, Some(json!({ "sku": "tea", "name": "Tea", "left": 2 })));
    }
}
