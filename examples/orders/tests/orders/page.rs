//! A shop, and the pages of users who have logged in.

use std::sync::{Arc, Mutex};

use futures_util::StreamExt as _;
use interop_core::testing::{RustItemReader, RustItems, Script};
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

    pub(crate) fn store(&self) -> &Store {
        &self.store
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

    /// The live list of the page.
    pub(crate) async fn follow(&self) -> LiveList {
        let orders: RustItems<Order> = self.call("follow_orders", ()).await.unwrap();
        LiveList { app: self.app.clone(), orders: orders.read(&self.app) }
    }

    /// The changes that the page has heard of since the last time: orders and their statuses.
    pub(crate) fn changes(&self) -> Vec<(u32, Status)> {
        self.app.settle();
        self.changes.lock().unwrap().drain(..).map(|order| (order.id, order.status)).collect()
    }
}

/// What the page reads of its live list.
pub(crate) struct LiveList {
    app: InProcess,
    orders: RustItemReader<Order>,
}

impl LiveList {
    /// The next order that was listed or has changed, and its status.
    pub(crate) async fn next(&mut self) -> (u32, Status) {
        let order = self.app.run(self.orders.next()).await.expect("the list has ended").expect("the list has failed");
        (order.id, order.status)
    }

    /// Whether the list has ended.
    pub(crate) async fn has_ended(&mut self) -> bool {
        self.app.run(self.orders.next()).await.is_none()
    }
}
