//! A shop, and the pages of users who have logged in.

use std::sync::{Arc, Mutex};

use interop_core::testing::Script;
use interop_core::{CallFailure, Groups, InProcess};
use orders::Options;
use orders::store::{Order, Store, User};
use orders_domain::{Line, Role, Status};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A shop with the articles of the demonstration.
pub(crate) struct Shop {
    store: Store,
    groups: Groups,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        Self { store: Store::temporary().await.unwrap(), groups: Groups::new() }
    }

    /// The page of `amy` or `rory`, who are customers, or of `river`, who is staff.
    pub(crate) fn page(&self, name: &str) -> Page {
        self.page_with(name, Script::new())
    }

    /// A page with this JavaScript.
    pub(crate) fn page_with(&self, name: &str, script: Script) -> Page {
        let role = if name == "river" { Role::Staff } else { Role::Customer };
        let changes = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&changes);
        let script =
            script.on("orders.changed", move |event| heard.lock().unwrap().push(event.args::<(Order,)>().unwrap().0));
        let app = InProcess::builder()
            .state(User { name: name.to_owned(), role })
            .state(self.store.clone())
            .state(Options::default())
            .layer(orders::policies())
            .groups(&self.groups)
            .javascript(script)
            .build();
        Page { app, changes }
    }
}

/// The page of a user.
pub(crate) struct Page {
    pub(crate) app: InProcess,
    changes: Arc<Mutex<Vec<Order>>>,
}

impl Page {
    pub(crate) async fn call<R: DeserializeOwned>(&self, method: &str, args: impl Serialize) -> Result<R, CallFailure> {
        self.app.call_async("Orders", method, args).await
    }

    /// Orders one of each article.
    pub(crate) async fn place(&self, skus: &[&str]) -> Order {
        let basket: Vec<Line> = skus.iter().map(|&sku| Line { sku: sku.to_owned(), quantity: 1 }).collect();
        self.call("place_order", (basket,)).await.unwrap()
    }

    /// The changes that the page has heard of since the last time: orders and their statuses.
    pub(crate) fn changes(&self) -> Vec<(u32, Status)> {
        self.app.settle();
        self.changes.lock().unwrap().drain(..).map(|order| (order.id, order.status)).collect()
    }
}
