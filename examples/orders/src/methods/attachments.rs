use interop_core::{Groups, JsStreamReference, State, StreamReference, js_invokable};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::AttachmentError;
use crate::methods::orders::tell_watchers;
use crate::store::{Attachment, Store, User};

/// The largest file that can be attached: 20 MiB.
const MAX_FILE_BYTES: u32 = 20 << 20;

/// What the page says about a file that it sends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    order_id: u32,
    name: String,
    media_type: String,
}

/// Attaches a file to an order.
#[js_invokable]
pub async fn attach_file(
    user: User,
    store: State<Store>,
    groups: Groups,
    upload: Upload,
    file: JsStreamReference,
) -> Result<Attachment, AttachmentError> {
    if file.length() > u64::from(MAX_FILE_BYTES) {
        return Err(AttachmentError::FileTooLarge { max_bytes: MAX_FILE_BYTES });
    }
    let content = file.open_read_stream_up_to(MAX_FILE_BYTES.into())?;
    let attachment = store.attach(&user, upload.order_id, &upload.name, &upload.media_type, content).await?;
    tell_watchers(&groups, &store.order(&user, upload.order_id).await?);
    Ok(attachment)
}

/// The content of an attached file.
#[js_invokable]
pub async fn download(user: User, store: State<Store>, id: u32) -> Result<StreamReference, AttachmentError> {
    store.attachment(&user, id).await
}
