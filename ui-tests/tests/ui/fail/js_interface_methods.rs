//! Methods that JavaScript cannot implement: all mistakes are reported at once.

use interop_core::{JsError, js_interface};

#[js_interface]
pub trait Charts {
    fn free();
    fn by_value(self);
    fn exclusive(&mut self);
    fn boxed(self: Box<Self>);
    fn generic<T>(&self, value: T);
    fn bounded<'a>(&self, value: &'a str)
    where
        Self: Sized;
    fn opaque(&self, value: impl Into<String>);
    fn dynamic(&self, value: &dyn ToString);
    fn changed(&self, value: &mut u32);
    fn itself(&self, other: Self);
    fn pattern(&self, (x, y): (u8, u8));
    fn ignored(&self, _: u8);
    fn with_body(&self) {
        println!("drawn");
    }
    unsafe fn dangerous(&self);
    extern "C" fn foreign(&self);
    async fn unfailing(&self);
    async fn plain(&self) -> u32;
    async fn text(&self) -> Option<String>;
    fn future(&self) -> impl Future<Output = Result<(), JsError>>;
    fn borrowed(&self) -> Result<&str, JsError>;
    fn never(&self) -> !;
    #[rustfmt::skip]
    fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8, n: u8, o: u8, p: u8, q: u8);
    fn import(&self);
    fn then(&self);
    fn draw_all(&self);
    #[js(name = "drawAll")]
    fn draw_everything(&self);
    const COUNT: usize;
    type Size;
}

fn use_it(charts: &Charts) {
    charts.changed(&mut 1);
}

fn main() {
    let _ = use_it;
}
