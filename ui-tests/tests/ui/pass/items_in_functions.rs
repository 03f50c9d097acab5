//! Annotated items inside functions, with and without `assembly!()` at the crate root.
#![deny(warnings)]

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Shop");

fn call_items_of_this_function() {
    #[js_invokable]
    pub fn add(a: i32, b: i32) -> i32 {
        a + b
    }

    struct Basket {
        count: u32,
    }

    #[interop_object]
    impl Basket {
        #[js_invokable]
        pub fn open(count: u32) -> ObjectReference<Self> {
            ObjectReference::new(Basket { count })
        }

        #[js_invokable]
        pub fn count(&self, item: Item) -> u32 {
            self.count + u32::from(item.0)
        }
    }

    #[derive(serde::Deserialize)]
    struct Item(u8);

    let app = InProcess::new();
    assert_eq!(app.invoke("Shop", "add", "[40,2]").unwrap(), "42");
    let basket: ObjectReference<Basket> = app.call("Shop", "open", (3,)).unwrap();
    assert_eq!(app.object(&basket).invoke("count", "[4]").unwrap(), "7");
    assert_eq!(interop_core::methods![add][0][0].name, "add");
}

fn main() {
    call_items_of_this_function();
    let closure = || {
        #[js_invokable]
        pub fn subtract(a: i32, b: i32) -> i32 {
            a - b
        }
        subtract(44, 2)
    };
    assert_eq!(InProcess::new().call::<i32>("Shop", "subtract", (44, 2)).unwrap(), closure());
}
