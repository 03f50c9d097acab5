//! Why calls fail, with the codes that the page switches on.

use std::io;

use interop_core::{ClientError, JsError};
use orders_domain::{BasketError, Status};

/// Why a basket cannot be ordered.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum PlaceOrderError {
    #[error(transparent)]
    #[client_error(transparent)]
    Basket(#[from] BasketError),
    #[error("the database failed")]
    #[client_error(internal)]
    Database(#[from] sqlx::Error),
}

/// Why a call about an order fails.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum OrderError {
    /// There is no such order, or it belongs to another customer.
    #[error("There is no order {id}.")]
    NoSuchOrder { id: u32 },
    /// The order has moved on, or this user cannot do this step.
    #[error("The order is {status} and cannot become {to}.")]
    StepNotPossible { status: Status, to: Status },
    #[error("the database failed")]
    #[client_error(internal)]
    Database(#[from] sqlx::Error),
    #[error("the page cannot follow the order")]
    #[client_error(internal)]
    Page(#[from] JsError),
}

/// Why a file cannot be attached or downloaded.
#[derive(Debug, thiserror::Error, ClientError)]
pub enum AttachmentError {
    /// There is no such attachment, or it belongs to the order of another customer.
    #[error("There is no attachment {id}.")]
    NoSuchAttachment { id: u32 },
    /// The file is too large.
    #[error("A file can have {max_bytes} bytes.")]
    #[client_error(rename_all = "camelCase")]
    FileTooLarge { max_bytes: u32 },
    #[error(transparent)]
    #[client_error(transparent)]
    Order(#[from] OrderError),
    #[error("the database failed")]
    #[client_error(internal)]
    Database(#[from] sqlx::Error),
    #[error("a file could not be read or written")]
    #[client_error(internal)]
    File(#[from] io::Error),
    #[error("the page does not send the file")]
    #[client_error(internal)]
    Page(#[from] JsError),
}
