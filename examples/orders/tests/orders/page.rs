//! Pages of users who have logged in.

use interop_core::testing::Script;
use interop_core::{CallFailure, InProcess};
use orders::Options;
use orders::store::{Order, Store, User};
use orders::watchers::Watchers;
use orders_domain::{Line, Role};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A page whose user has the role of their name.
pub(crate) fn open(store: &Store, name: &str, script: Script) -> InProcess {
    let role = if name == "river" { Role::Staff } else { Role::Customer };
    InProcess::builder()
        .state(User { name: name.to_owned(), role })
        .state(store.clone())
        .state(Watchers::default())
        .state(Options::default())
        .javascript(script)
        .build()
}

pub(crate) async fn call<R: DeserializeOwned>(
    page: &InProcess,
    method: &str,
    args: impl Serialize,
) -> Result<R, CallFailure> {
    page.call_async("Orders", method, args).await
}

/// Orders one of each article.
pub(crate) async fn place(page: &InProcess, skus: &[&str]) -> Order {
    let basket: Vec<Line> = skus.iter().map(|&sku| Line { sku: sku.to_owned(), quantity: 1 }).collect();
    call(page, "place_order", (basket,)).await.unwrap()
}
