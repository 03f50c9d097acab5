//! Several assemblies: methods of one name, objects of one name, objects of another assembly, and errors that each of them shares.

// What the tests describe are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::unnecessary_wraps, clippy::unused_self, unreachable_pub)]

use std::fmt;

use interop_contract::typescript::Options;
use interop_contract::{Contract, Problems, typescript};
use interop_core::registry::RegistryBuilder;
use interop_core::{ClientError, ObjectReference, Registry, interop_object, js_invokable, methods};

interop_core::assembly!("Shop");

#[derive(Debug, ClientError)]
pub enum OrderError {
    SoldOut { left: u32 },
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sold out")
    }
}

#[js_invokable]
pub fn order(count: u32) -> Result<u32, OrderError> {
    Err(OrderError::SoldOut { left: count })
}

#[js_invokable]
pub fn cancel() -> Result<(), OrderError> {
    Ok(())
}

mod warehouse {
    use interop_core::{ObjectReference, interop_object, js_invokable};

    use super::OrderError;

    #[js_invokable(assembly = "Warehouse")]
    pub fn order(sku: String) -> Result<String, OrderError> {
        Ok(sku)
    }

    #[js_invokable(assembly = "Warehouse")]
    pub fn cart() -> ObjectReference<Cart> {
        ObjectReference::new(Cart)
    }

    pub struct Cart;

    #[interop_object(assembly = "Warehouse")]
    impl Cart {
        #[js_invokable]
        pub fn weight(&self) -> f64 {
            1.0
        }
    }
}

pub struct Cart;

#[interop_object]
impl Cart {
    #[js_invokable]
    pub fn total(&self) -> Result<u32, OrderError> {
        Ok(1)
    }
}

#[js_invokable(assembly = "Warehouse")]
pub fn cart_of_the_shop() -> ObjectReference<Cart> {
    ObjectReference::new(Cart)
}

fn client(registry: RegistryBuilder) -> Result<typescript::Client, Problems> {
    typescript::client(&Contract::of(&registry.build().unwrap())?, &Options::default())
}

fn assert_contains(client: &typescript::Client, name: &str, parts: &[&str]) {
    let text = &client.file(name).unwrap().text;
    for part in parts {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn methods_of_one_name_call_their_own_assembly_with_their_own_types() {
    let client = client(Registry::builder().methods(methods![order, cancel, warehouse::order])).unwrap();
    assert_contains(&client, "shop.js", &["export const order = /* @__PURE__ */ method('Shop', 'order', 1);"]);
    assert_contains(
        &client,
        "warehouse.js",
        &["export const order = /* @__PURE__ */ method('Warehouse', 'order', 1);"],
    );
    let own = "export declare const order: ShopAssembly['order'];";
    assert_contains(&client, "shop.d.ts", &[own, "Shop: {", "order(...args: [count: number]): number;"]);
    let own = "export declare const order: WarehouseAssembly['order'];";
    assert_contains(&client, "warehouse.d.ts", &[own, "Warehouse: {", "order(...args: [sku: string]): string;"]);
}

#[test]
fn an_error_that_several_methods_of_an_assembly_have_is_declared_once() {
    let client = client(Registry::builder().methods(methods![order, cancel, warehouse::order])).unwrap();
    let shared = [
        "export type OrderErrorCodes = { sold_out: {\n  left: number;\n} };",
        "cancel: Method<[], void, OrderErrorCodes>;",
        "order: Method<[count: number], number, OrderErrorCodes>;",
    ];
    assert_contains(&client, "shop.d.ts", &shared);
    assert_eq!(client.file("shop.d.ts").unwrap().text.matches("left: number").count(), 1);
    // Where only one method has it, a name would say less.
    assert_contains(&client, "warehouse.d.ts", &["order: Method<[sku: string], string, { sold_out: {"]);
}

#[test]
fn an_object_of_another_assembly_has_the_class_of_that_assembly() {
    let client = client(Registry::builder().methods(methods![cart_of_the_shop]).object::<Cart>()).unwrap();
    let parts = ["import { Cart } from './shop.js';", "method('Warehouse', 'cart_of_the_shop', 0, () => Cart);"];
    assert_contains(&client, "warehouse.js", &parts);
    assert_contains(&client, "warehouse.d.ts", &["import type { Cart } from './shop.js';", "Method<[], Cart>"]);
}

#[test]
fn objects_of_one_name_in_two_assemblies_are_an_error_that_names_both() {
    let registry = Registry::builder().methods(methods![warehouse::cart, cart_of_the_shop]);
    let problems = client(registry).unwrap_err().to_string();
    let text = "the object `Shop.Cart` and the object `Warehouse.Cart` would both be `Cart` in TypeScript: rename one of the types";
    assert_eq!(problems, text);
}
