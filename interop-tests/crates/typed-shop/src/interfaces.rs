//! What the page implements: passed as an argument, found by path, and imported.

use interop_core::{JsError, JsRuntime, ObjectReference, js_interface, js_invokable};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::objects::Cart;

/// Draws charts in the page. */ not the end
#[js_interface]
pub trait Charts {
    /// Draws a chart.
    async fn draw(&self, data: Vec<f64>, title: Option<&str>) -> Result<Drawn, JsError>;
    /// Shows a message.
    fn show_message(&self, text: &str);
    /// The size of the last chart.
    fn size(&self) -> Result<Drawn, JsError>;
    /// Another one, which need not exist.
    async fn child(&self, name: String) -> Result<Option<Charts>, JsError>;
    async fn reverse(&self, bytes: &[u8]) -> Result<Vec<u8>, JsError>;
    async fn count_lines(&self, cart: &ObjectReference<Cart>) -> Result<usize, JsError>;
    #[deprecated(note = "draw nothing instead")]
    #[js(name = "clear-all")]
    async fn clear(&self, scale: &Scale) -> Result<(), JsError>;
}

/// What was drawn.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Drawn {
    pub width: u32,
    #[serde(default)]
    pub height: u32,
}

/// Is only sent.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scale {
    pub max_value: Option<f64>,
}

/// Appears in no signature.
#[js_interface]
pub trait Log {
    #[js(send)]
    fn append(&self, line: &str) -> Result<(), JsError>;
}

#[derive(Deserialize, JsonSchema)]
pub struct Boards {
    pub main: Charts,
    pub others: Vec<Charts>,
}

/// Uses every method but the synchronous one.
#[js_invokable]
pub async fn draw_all(js: JsRuntime, boards: Boards) -> Result<Vec<u32>, JsError> {
    let Boards { main, others } = boards;
    main.show_message("drawing");
    let mut widths = vec![main.draw(vec![1.0, 2.5], Some("Sales")).await?.width];
    for board in others {
        widths.push(board.draw(Vec::new(), None).await?.width);
    }
    if let Some(child) = main.child("left".to_owned()).await? {
        widths.push(child.draw(vec![0.5], None).await?.width);
    }
    let absent = main.child("right".to_owned()).await?;
    widths.push(u32::from(absent.is_some()));
    widths.extend(main.reverse(&[1, 2]).await?.into_iter().map(u32::from));
    widths.push(u32::try_from(main.count_lines(&Cart::open(Some("Ada".to_owned()))).await?).unwrap_or(u32::MAX));
    #[allow(deprecated)]
    main.clear(&Scale { max_value: None }).await?;
    Log::at(&js, "typedShop.log").append("done")?;
    Ok(widths)
}

/// The board itself.
#[js_invokable]
pub fn same_board(board: Charts) -> Charts {
    board
}

/// Needs a host that can call JavaScript synchronously.
#[js_invokable]
pub fn size_now(board: Option<Charts>) -> Result<Option<u32>, JsError> {
    board.map(|board| board.size().map(|drawn| drawn.width)).transpose()
}

/// Draws with the exports of a module.
#[js_invokable]
pub async fn draw_with(js: JsRuntime, url: String) -> Result<u32, JsError> {
    let charts = Charts::import(&js, &url).await?;
    Ok(charts.draw(vec![1.0], None).await?.width)
}
