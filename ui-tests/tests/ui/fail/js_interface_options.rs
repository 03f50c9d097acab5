//! Options of `#[js_interface]` and `#[js]`.

use interop_core::js_interface;

#[js_interface("Shop", asembly = "Shop", name = "Charts", rename_all = "kamelCase", crate = "interop_core")]
pub trait Charts {
    #[js(name = "", send = true)]
    fn empty(&self);
    #[js(name = "a.b")]
    fn dotted(&self);
    #[js("draw", nam = "draw", name = "a", name = "b")]
    fn draw(&self);
    #[js]
    fn bare(&self);
    #[js(assembly = "Shop")]
    fn elsewhere(&self);
    #[cfg_attr(all(), js(name = "c"))]
    fn conditional(&self);
    #[js(send)]
    async fn awaited(&self) -> Result<(), interop_core::JsError>;
}

#[js_interface(assembly = " ")]
pub trait Nameless {}

fn main() {}
