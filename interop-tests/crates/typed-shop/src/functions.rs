//! Functions of the page: as arguments, inside of them, passed back, and with arguments and results of every kind.

use futures_util::TryStreamExt as _;
use futures_util::stream;
use interop_core::{BigInt, Items, JsError, JsFunction, JsItems, ObjectReference, TypedArray, js_invokable};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::errors::Article;
use crate::objects::Cart;
use crate::streams::Tick;

/// Applies a function to each value and its text.
#[js_invokable]
pub async fn apply(values: Vec<i32>, with: JsFunction<(i32, String), i32>) -> Result<Vec<i32>, JsError> {
    let mut results = Vec::new();
    for value in values {
        results.push(with.call((value, value.to_string())).await?);
    }
    Ok(results)
}

type OnCart = JsFunction<(ObjectReference<Cart>, Vec<ObjectReference<Cart>>), Option<String>>;

/// Functions at every place of a value.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Handlers {
    pub on_progress: JsFunction<(u32, u32)>,
    #[serde(default)]
    pub on_cart: Option<OnCart>,
    pub others: Vec<JsFunction<(), f64>>,
}

/// Calls all of them.
#[js_invokable]
pub async fn run(handlers: Handlers) -> Result<Vec<String>, JsError> {
    let mut seen = Vec::new();
    handlers.on_progress.call((1, 2)).await?;
    handlers.on_progress.send((2, 2))?;
    if let Some(on_cart) = handlers.on_cart {
        let cart = |owner: &str| Cart::open(Some(owner.to_owned()));
        seen.extend(on_cart.call((cart("Ada"), vec![cart("Ben")])).await?);
    }
    for other in handlers.others {
        seen.push(other.call(()).await?.to_string());
    }
    Ok(seen)
}

/// The function itself.
#[js_invokable]
pub fn same_function(function: JsFunction<(Tick,), bool>) -> JsFunction<(Tick,), bool> {
    function
}

/// A function that reads what Rust streams, and one whose values Rust reads.
#[js_invokable]
pub async fn pipe(
    to: JsFunction<(Items<u32>,), u32>,
    from: JsFunction<(), JsItems<u32>>,
) -> Result<(u32, Vec<u32>), JsError> {
    let sum = to.call((Items::new(stream::iter([1, 2, 3])),)).await?;
    let values = from.call(()).await?.try_collect().await?;
    Ok((sum, values))
}

type Converted = (Vec<u8>, BigInt<i64>);

/// Values that JSON does not have, both ways.
#[js_invokable]
pub async fn convert(
    with: JsFunction<(TypedArray<f32>, BigInt<u128>, Article), Converted>,
) -> Result<Converted, JsError> {
    let article = Article { sku: "tea".to_owned() };
    with.call((vec![0.5, 1.0].into(), BigInt(u128::MAX), article)).await
}
