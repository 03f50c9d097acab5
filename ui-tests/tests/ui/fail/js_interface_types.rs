//! Types that cannot be sent to JavaScript, or read from it.

use interop_core::{JsError, js_interface};

pub struct Opaque;

type Alias = Opaque;

#[js_interface]
pub trait Charts {
    fn show(&self, count: u8, value: Opaque);
    async fn read(&self) -> Result<Opaque, JsError>;
    fn read_sync(&self) -> Result<Vec<Opaque>, JsError>;
    async fn alias(&self) -> Alias;
    async fn other(&self) -> Result<u32, String>;
    #[js(send)]
    fn sent(&self) -> Result<u32, JsError>;
    fn unknown(&self, value: Missing);
}

fn main() {}
