//! `#[cfg]` on functions, methods, blocks and parameters: what is absent takes no argument and has no id.
#![deny(warnings)]

use futures_executor::block_on;
use interop_core::{InProcess, ObjectReference, Registry, interop_object, js_invokable};

interop_core::assembly!("Shop");

#[cfg(any())]
#[js_invokable]
pub fn absent(nothing: NotThere) -> NotThere {}

#[js_invokable]
#[cfg(all())]
pub fn present() -> bool {
    true
}

/// One id, two functions, one of which is there.
#[cfg(any())]
#[js_invokable(name = "platform")]
pub fn platform_absent() -> NotThere {}

#[cfg(all())]
#[js_invokable(name = "platform")]
pub fn platform_present() -> &'static str {
    "present"
}

#[js_invokable]
pub fn parameters(
    #[cfg(any())] before: NotThere,
    #[cfg(all())] a: i32,
    #[cfg(any())] between: NotThere,
    b: &str,
    #[cfg(all())] c: &[i32],
    #[cfg(any())] after: NotThere,
) -> usize {
    a.unsigned_abs() as usize + b.len() + c.len()
}

#[js_invokable]
pub async fn only_absent_parameters(#[cfg(any())] a: NotThere) -> i32 {
    7
}

#[cfg_attr(all(), js_invokable(name = "conditionalAlias"))]
#[cfg_attr(any(), js_invokable(name = "absentAlias"))]
pub fn conditional_attribute() -> i32 {
    8
}

pub struct Basket;

#[interop_object]
impl Basket {
    #[cfg(any())]
    #[js_invokable(name = "count")]
    pub fn count_absent(&self) -> NotThere {}

    #[cfg(all())]
    #[js_invokable(name = "count")]
    pub async fn count_present(&self, #[cfg(any())] a: NotThere, #[cfg(all())] b: Option<i32>) -> i32 {
        b.unwrap_or(3)
    }

    #[js_invokable(name = "another")]
    #[cfg(all())]
    pub fn another(&self) {}

    #[cfg(any())]
    #[js_invokable]
    pub fn open_absent() -> NotThere {}

    #[cfg(all())]
    #[js_invokable]
    pub fn open() -> ObjectReference<Self> {
        ObjectReference::new(Basket)
    }
}

#[cfg(any())]
#[interop_object]
impl Basket {
    #[js_invokable]
    pub fn count(&self) -> NotThere {}
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "present", "[]").unwrap(), "true");
    assert_eq!(app.invoke("Shop", "absent", "[]").unwrap_err().code, "not_found");
    assert_eq!(app.invoke("Shop", "platform", "[]").unwrap(), r#""present""#);
    assert_eq!(app.invoke("Shop", "parameters", r#"[1,"ab",[1,2,3]]"#).unwrap(), "6");
    assert_eq!(app.invoke("Shop", "parameters", r#"[1,"ab"]"#).unwrap_err().code, "invalid_arguments");
    assert_eq!(app.invoke("Shop", "parameters", r#"[1,"ab",[],4]"#).unwrap_err().code, "invalid_arguments");
    assert_eq!(block_on(app.invoke_async("Shop", "only_absent_parameters", "[]")).unwrap(), "7");
    assert_eq!(app.invoke("Shop", "conditionalAlias", "[]").unwrap(), "8");
    assert_eq!(app.invoke("Shop", "absentAlias", "[]").unwrap_err().code, "not_found");

    let basket: ObjectReference<Basket> = app.call("Shop", "open", ()).unwrap();
    let basket = app.object(&basket);
    assert_eq!(block_on(basket.invoke_async("count", "[]")).unwrap(), "3");
    assert_eq!(block_on(basket.invoke_async("count", "[4]")).unwrap(), "4");
    assert_eq!(basket.invoke("another", "[]").unwrap(), "null");

    let registry = Registry::linked().unwrap();
    let parameters = registry.get("Shop", "parameters").unwrap().parameters;
    assert_eq!(parameters.iter().map(|parameter| parameter.name()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(registry.get("Shop", "open_absent").is_none());
    let methods: &[&[interop_core::registry::MethodDescriptor]] = interop_core::methods![#[cfg(any())] absent, present];
    assert_eq!(methods.len(), 1);
}
