use interop_core::{CallError, Circuit, State, js_invokable};
use orders_domain::{Article, Line, Role, Status};

use crate::error::{OrderError, PlaceOrderError};
use crate::store::{Order, OrderDetails, Store, User};
use crate::watchers::Watchers;

/// Everything that the shop sells.
#[js_invokable]
pub async fn articles(store: State<Store>) -> Result<Vec<Article>, CallError> {
    Ok(store.articles().await?)
}

/// The orders that the user can see, the latest first. From now on the page hears of changes of all of them.
#[js_invokable]
pub async fn orders(
    circuit: Circuit,
    user: User,
    store: State<Store>,
    watchers: State<Watchers>,
) -> Result<Vec<Order>, CallError> {
    watchers.join(list_of(&user), circuit);
    Ok(store.orders(&user).await?)
}

/// Everything about an order. From now on the page hears of its changes.
#[js_invokable]
pub async fn open_order(
    circuit: Circuit,
    user: User,
    store: State<Store>,
    watchers: State<Watchers>,
    id: u32,
) -> Result<OrderDetails, OrderError> {
    let details = store.order(&user, id).await?;
    watchers.join(page_of(id), circuit);
    Ok(details)
}

/// The page does not show the order any more.
#[js_invokable]
pub fn close_order(circuit: &Circuit, watchers: &State<Watchers>, id: u32) {
    watchers.leave(&page_of(id), circuit);
}

/// Places an order at the prices of now.
#[js_invokable]
pub async fn place_order(
    user: User,
    store: State<Store>,
    watchers: State<Watchers>,
    basket: Vec<Line>,
) -> Result<Order, PlaceOrderError> {
    let order = store.place_order(&user, &basket).await?;
    announce(&watchers, &order);
    Ok(order)
}

/// Moves an order on, or cancels it.
#[js_invokable]
pub async fn change_status(
    user: User,
    store: State<Store>,
    watchers: State<Watchers>,
    id: u32,
    to: Status,
) -> Result<Order, OrderError> {
    let order = store.change_status(&user, id, to).await?;
    announce(&watchers, &order);
    Ok(order)
}

fn list_of(user: &User) -> String {
    match user.role {
        Role::Customer => format!("orders of {}", user.name),
        Role::Staff => "orders".to_owned(),
    }
}

pub(super) fn page_of(id: u32) -> String {
    format!("order {id}")
}

/// Tells everybody who sees the order in a list or on its own page.
pub(super) fn announce(watchers: &Watchers, order: &Order) {
    let groups = ["orders".to_owned(), format!("orders of {}", order.customer), page_of(order.id)];
    for group in groups {
        watchers.send(&group, "shop.orderChanged", (order,));
    }
}
