use interop_core::StreamReference;
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::FromRow;
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncWriteExt as _};
use uuid::Uuid;

use super::{Store, User};
use crate::error::AttachmentError;

/// A file that belongs to an order.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub id: u32,
    pub name: String,
    pub media_type: String,
    pub size: u32,
}

impl Store {
    /// The files of an order.
    pub(super) async fn attachments(&self, order_id: u32) -> sqlx::Result<Vec<Attachment>> {
        sqlx::query_as("SELECT id, name, media_type, size FROM attachment WHERE order_id = ? ORDER BY id")
            .bind(order_id)
            .fetch_all(&self.pool)
            .await
    }

    /// Saves a file for an order that a user can see.
    ///
    /// Nothing is left of it if the content ends with an error, or the future is dropped because the user has cancelled.
    pub async fn attach(
        &self,
        user: &User,
        order_id: u32,
        name: &str,
        media_type: &str,
        mut content: impl AsyncRead + Unpin,
    ) -> Result<Attachment, AttachmentError> {
        let order = self.order(user, order_id).await?;
        let unfinished = NamedTempFile::new_in(&self.files)?;
        let mut file = File::from_std(unfinished.reopen()?);
        let size = tokio::io::copy(&mut content, &mut file).await?;
        file.flush().await?;
        let file = Uuid::new_v4().to_string();
        unfinished.persist(self.files.join(&file)).map_err(|error| error.error)?;
        let attachment = sqlx::query_as(
            "INSERT INTO attachment (order_id, name, media_type, size, file) VALUES (?, ?, ?, ?, ?)
             RETURNING id, name, media_type, size",
        )
        .bind(order_id)
        .bind(name)
        .bind(media_type)
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(file)
        .fetch_one(&self.pool)
        .await?;
        self.announce(&order);
        Ok(attachment)
    }

    /// The content of a file that a user can see.
    pub async fn attachment(&self, user: &User, id: u32) -> Result<StreamReference, AttachmentError> {
        let not_found = || AttachmentError::NoSuchAttachment { id };
        let found: Option<(u32, String)> = sqlx::query_as("SELECT order_id, file FROM attachment WHERE id = ?")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        let (order_id, file) = found.ok_or_else(not_found)?;
        self.order(user, order_id).await.map_err(|_| not_found())?;
        Ok(StreamReference::from_tokio_reader(File::open(self.files.join(file)).await?))
    }
}
