use interop_core::{Circuit, Groups, JsStreamReference, State, StreamReference, js_invokable};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio_util::io::InspectReader;

use crate::error::AttachmentError;
use crate::events::UPLOAD_PROGRESS;
use crate::methods::orders::announce;
use crate::store::{Attachment, Store, User};

/// The largest file that can be attached: 20 MiB.
const MAX_FILE_BYTES: u32 = 20 << 20;

/// What the page says about a file that it sends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    /// The number under which the page hears how much has arrived.
    number: u32,
    order_id: u32,
    name: String,
    media_type: String,
}

/// Attaches a file to an order.
#[js_invokable]
pub async fn attach_file(
    circuit: Circuit,
    user: User,
    store: State<Store>,
    groups: Groups,
    upload: Upload,
    file: JsStreamReference,
) -> Result<Attachment, AttachmentError> {
    if file.length() > u64::from(MAX_FILE_BYTES) {
        return Err(AttachmentError::FileTooLarge { max_bytes: MAX_FILE_BYTES });
    }
    let mut received: u32 = 0;
    let stream = file.open_read_stream_up_to(MAX_FILE_BYTES.into())?;
    let content = InspectReader::new(stream, |bytes| {
        received = received.saturating_add(bytes.len().try_into().unwrap_or(u32::MAX));
        // A page that is gone ends the stream as well.
        let _ = circuit.send(&UPLOAD_PROGRESS, (upload.number, received));
    });
    let attachment = store.attach(&user, upload.order_id, &upload.name, &upload.media_type, content).await?;
    announce(&groups, &store.order(&user, upload.order_id).await?);
    Ok(attachment)
}

/// The content of an attached file.
#[js_invokable]
pub async fn download(user: User, store: State<Store>, id: u32) -> Result<StreamReference, AttachmentError> {
    store.attachment(&user, id).await
}
