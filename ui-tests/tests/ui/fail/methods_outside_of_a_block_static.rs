//! `#[js_invokable]` on functions without receiver in `impl` blocks that are no `#[interop_object]`.

use interop_core::js_invokable;

pub struct Greeter;

impl Greeter {
    #[js_invokable]
    pub fn greeting() -> String {
        String::new()
    }

    #[js_invokable(name = "Add")]
    #[js_invokable(name = "Plus")]
    pub fn add(a: i32, text: &str) -> Result<i32, String> {
        text.parse().map(|b: i32| a + b).map_err(|_| text.to_owned())
    }

    #[js_invokable]
    pub async fn load(id: u32) -> Vec<u8> {
        vec![0; id as usize]
    }

    #[js_invokable(blocking)]
    pub(crate) fn read(parts: &[String]) {
        drop(parts.concat());
    }
}

fn main() {}
