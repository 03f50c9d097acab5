//! Annotated items in private modules, of types that are private too. The crate has no `assembly!()`.
#![deny(warnings)]

use interop_core::{InProcess, ObjectReference};

mod shop {
    mod orders {
        use interop_core::{ObjectReference, interop_object, js_invokable};

        #[derive(serde::Deserialize, serde::Serialize)]
        pub(super) struct Item(String);

        #[js_invokable]
        pub(super) fn name(item: Item) -> Item {
            item
        }

        pub(in crate::shop) struct Basket(u32);

        #[interop_object]
        impl Basket {
            #[js_invokable]
            pub fn open(count: u32) -> ObjectReference<Self> {
                ObjectReference::new(Basket(count))
            }

            #[js_invokable]
            pub(super) fn count(&self) -> u32 {
                self.0
            }
        }
    }

    /// Both have the same Rust name; their ids differ.
    mod returns {
        #[interop_core::js_invokable(name = "nameOfReturn")]
        pub(super) fn name(item: super::orders::Item) -> super::orders::Item {
            item
        }
    }

    pub fn list() -> Vec<&'static str> {
        let methods = interop_core::methods![self::orders::name, returns::name];
        methods.iter().flat_map(|methods| methods.iter().map(|method| method.name)).collect()
    }
}

fn main() {
    let app = InProcess::new();
    let package = env!("CARGO_PKG_NAME");
    assert_eq!(app.invoke(package, "name", r#"["pen"]"#).unwrap(), r#""pen""#);
    assert_eq!(app.invoke(package, "nameOfReturn", r#"["pen"]"#).unwrap(), r#""pen""#);
    let basket: serde::de::IgnoredAny = app.call(package, "open", (3,)).unwrap();
    let _ = basket;
    assert_eq!(app.object(1).invoke("count", "[]").unwrap(), "3");
    assert_eq!(shop::list(), ["name", "nameOfReturn"]);
    let _: Option<ObjectReference<Known>> = None;
}

struct Known;

#[interop_core::interop_object]
impl Known {}
