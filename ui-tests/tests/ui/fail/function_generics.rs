//! Functions with parameters that are not arguments: JavaScript cannot choose types.

use interop_core::{interop_object, js_invokable};

#[js_invokable]
pub fn largest<T: Ord, const N: usize>(values: [T; N]) -> Option<T> {
    values.into_iter().max()
}

#[js_invokable]
pub fn bounded(text: &str)
where
    str: ToString,
{
    drop(text.to_string());
}

pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync + 'static> Page<T> {
    #[js_invokable]
    pub fn show(&self) -> String
    where
        T: ToString,
    {
        self.0.to_string()
    }

    #[js_invokable]
    pub fn convert<U: From<u8>>(&self) {
        drop(U::from(0));
    }
}

fn main() {}
