//! Derived errors: with data of every form, passed on, internal, and any.

use interop_core::{CallError, ClientError, js_invokable};
use schemars::JsonSchema;
use serde::Serialize;

/// Why an order fails.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum OrderError {
    /// There are fewer articles than were ordered. */ not the end
    #[error("only {left} left")]
    OutOfStock { left: u32, others: Vec<Article> },
    #[error("{0} is not on sale")]
    #[client_error(code = "not-on-sale")]
    NotOnSale(String),
    #[error("closed")]
    Closed,
    /// Shows a picture instead.
    #[error("sold")]
    Sold { picture: Vec<u8>, pages: Vec<Picture> },
    #[error(transparent)]
    #[client_error(transparent)]
    Payment(#[from] PaymentError),
    #[error("the database does not answer")]
    #[client_error(internal)]
    Database(#[from] std::fmt::Error),
}

/// The card was refused.
#[derive(Debug, thiserror::Error, ClientError)]
#[error("refused")]
#[client_error(rename_all = "camelCase")]
pub struct PaymentError {
    pub try_again: bool,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Article {
    pub sku: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Picture {
    pub data: Vec<u8>,
    pub smaller: Option<Box<Picture>>,
}

/// Fails with the error of this name.
#[js_invokable]
pub async fn order(how: String) -> Result<u32, OrderError> {
    match &*how {
        "out_of_stock" => Err(OrderError::OutOfStock { left: 2, others: vec![Article { sku: "tea".to_owned() }] }),
        "not-on-sale" => Err(OrderError::NotOnSale("tea".to_owned())),
        "sold" => {
            let smaller = Some(Box::new(Picture { data: vec![3], smaller: None }));
            let pages = vec![Picture { data: Vec::new(), smaller }];
            Err(OrderError::Sold { picture: vec![1, 2], pages })
        }
        "closed" => Err(OrderError::Closed),
        "payment_error" => Err(PaymentError { try_again: true }.into()),
        "internal" => Err(std::fmt::Error.into()),
        _ => Ok(1),
    }
}

/// Fails with a code that is known only at run time.
#[js_invokable]
pub fn fail_with(code: String) -> Result<(), CallError> {
    Err(CallError::new(code, "failed").with_data(7))
}
