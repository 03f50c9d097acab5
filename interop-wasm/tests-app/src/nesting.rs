//! Nested calls: Rust, JavaScript, Rust, and so on.

use interop_core::{ByteBuffer, JsError, JsRuntime, js_invokable};

/// What goes down and comes up: it grows at every level.
type Load = (String, ByteBuffer);

fn grown((mut text, data): Load, mark: char) -> Load {
    text.push(mark);
    let mut data = data.to_vec();
    data.push(u8::try_from(mark).unwrap_or_default());
    (text, data.into())
}

/// Goes down through JavaScript's `below`, which calls this with one level less, and comes up again.
#[js_invokable]
pub fn level(js: JsRuntime, levels: u32, text: String, data: ByteBuffer) -> Result<Load, JsError> {
    let down = grown((text, data), '>');
    if levels == 0 {
        return Ok(down);
    }
    let up: Load = js.invoke_sync("below", (levels - 1, &down.0, &down.1))?;
    // What was in hand before the call is there after it.
    assert!(up.0.starts_with(&down.0), "{} became {}", down.0, up.0);
    assert!(up.1.starts_with(&down.1));
    Ok(grown(up, '<'))
}

#[js_invokable]
pub async fn level_async(js: JsRuntime, levels: u32, text: String, data: ByteBuffer) -> Result<Load, JsError> {
    let down = grown((text, data), '>');
    if levels == 0 {
        return Ok(down);
    }
    let up: Load = js.invoke("belowAsync", (levels - 1, &down.0, &down.1)).await?;
    Ok(grown(up, '<'))
}

/// Goes down as far as it is let, and returns how deep that was.
#[js_invokable]
pub fn descend(js: JsRuntime) -> Result<u32, JsError> {
    Ok(js.invoke_sync::<u32>("descend", ())? + 1)
}
