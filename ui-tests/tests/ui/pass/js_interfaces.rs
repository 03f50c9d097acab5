//! Interfaces in every surrounding in which a trait can be.

#![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]

use interop_core::{JsCall, JsError, JsObjectReference, JsRuntime, js_interface, js_invokable};

type Answer<T> = Result<T, JsError>;

/// Draws.
#[js_interface(assembly = "Shop")]
pub trait Charts {
    /// Draws a chart.
    async fn draw(&self, data: Vec<f64>) -> Result<u32, JsError>;
    /// Takes what it needs by reference.
    async fn lend<'a>(&self, text: &'a str, data: &[f64], more: &Option<String>) -> Answer<Option<String>>;
    /// Is called at once.
    fn size(&self) -> Answer<(u32, u32)>;
    /// Is not answered.
    fn notify(&self, text: &str, other: &Charts);
    /// Is not answered either.
    #[js(send, name = "post")]
    fn send(&self, r#type: u8) -> Answer<()>;
    /// Returns another one.
    async fn child(&self) -> Answer<Option<Charts>>;
    /// Was used before.
    #[deprecated(note = "draw instead")]
    async fn paint(&self) -> Answer<()>;
    /// Exists sometimes.
    #[cfg(any())]
    async fn missing(&self) -> Answer<Missing>;
    /// Takes something sometimes.
    fn partly(&self, #[cfg(any())] missing: Missing, #[cfg(all())] present: u8);
    /// A raw name.
    fn r#match(&self);
}

/// Takes one.
#[js_invokable(assembly = "Shop")]
pub async fn draw(js: JsRuntime, passed: Charts, more: Vec<Option<Charts>>) -> Answer<Charts> {
    let call: JsCall<u32> = passed.draw(vec![1.0]);
    let _ = call.timeout(None).await?;
    let _ = Charts::import(&js, "./charts.js").await?.lend("a", &[1.0], &None).await?;
    let _ = Charts::at(&js, "app.charts").size();
    passed.notify("text", &passed.clone());
    passed.send(1)?;
    passed.partly(1);
    passed.r#match();
    let _ = more;
    passed.child().await?.ok_or(JsError::Disposed)
}

/// Makes one.
pub fn of(reference: JsObjectReference) -> Charts {
    Charts::from(reference)
}

#[js_interface]
trait Private {
    fn unused(&self);
}

macro_rules! interface {
    ($name:ident { $($method:ident($($argument:ident: $type:ty),*) -> $result:ty;)* }) => {
        #[js_interface]
        trait $name {
            $(async fn $method(&self, $($argument: $type),*) -> Result<$result, JsError>;)*
            fn of_the_macro(&self, text: &str);
        }
    };
}

interface!(FromMacro { draw(data: Vec<f64>) -> u32; });

mod without_prelude {
    #![no_implicit_prelude]

    #[::interop_core::js_interface]
    pub(crate) trait Charts {
        async fn draw(&self, text: &str) -> ::std::result::Result<u32, ::interop_core::JsError>;
        fn notify(&self);
    }
}

mod of_other_names {
    #![allow(non_camel_case_types, dead_code)]
    use interop_core as core_of_interop;

    struct Result;
    struct Option;
    struct str;
    struct u8;
    trait Serialize {}
    mod core {}
    mod std {}

    #[core_of_interop::js_interface(crate = core_of_interop)]
    pub(crate) trait Charts {
        async fn draw(&self) -> ::std::result::Result<(), core_of_interop::JsError>;
    }
}

fn main() {
    fn inside() {
        #[js_interface]
        trait Local {
            fn notify(&self);
        }
        let _ = Local::at;
    }
    inside();
    let _ = (FromMacro::at, without_prelude::Charts::at, of_other_names::Charts::at);
}
