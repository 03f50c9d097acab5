//! Raw identifiers: JavaScript sees the name without `r#`.
#![deny(warnings)]
#![allow(non_camel_case_types)]

use interop_core::{InProcess, ObjectReference, Registry, interop_object, js_invokable};

interop_core::assembly!("Shop");

#[derive(serde::Deserialize, serde::Serialize)]
pub struct r#struct {
    r#fn: i32,
}

#[js_invokable]
pub fn r#match(r#type: i32, mut r#in: Option<r#struct>) -> i32 {
    r#in.get_or_insert(r#struct { r#fn: 2 }).r#fn + r#type
}

mod r#mod {
    #[interop_core::js_invokable]
    pub async fn r#loop(r#for: &str) -> usize {
        r#for.len()
    }
}

pub struct r#enum(i32);

#[interop_object(rename_all = "PascalCase")]
impl r#enum {
    #[js_invokable]
    pub fn r#use(r#ref: i32) -> ObjectReference<r#enum> {
        ObjectReference::new(r#enum(r#ref))
    }

    #[js_invokable]
    pub fn r#return(&self) -> i32 {
        self.0
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "match", "[40]").unwrap(), "42");
    assert_eq!(app.invoke("Shop", "match", r#"[40,{"fn":1}]"#).unwrap(), "41");
    assert_eq!(futures_executor::block_on(app.invoke_async("Shop", "loop", r#"["four"]"#)).unwrap(), "4");
    let object: ObjectReference<r#enum> = app.call("Shop", "Use", (42,)).unwrap();
    assert_eq!(app.object(&object).invoke("Return", "[]").unwrap(), "42");

    let failure = app.invoke("Shop", "match", r#"["x"]"#).unwrap_err();
    assert!(failure.message.contains("argument 1 `type` of `Shop.match`"), "{}", failure.message);
    let registry = Registry::linked().unwrap();
    let parameters = registry.get("Shop", "match").unwrap().parameters;
    assert_eq!(parameters.iter().map(|parameter| parameter.name()).collect::<Vec<_>>(), ["type", "in"]);
    assert_eq!(interop_core::methods![r#match, r#mod::r#loop].len(), 2);
}
