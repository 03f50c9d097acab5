use interop_core::{CallError, Circuit, Groups, State, js_invokable};
use orders_domain::{Article, Line, Role, Status};

use crate::error::{OrderError, PlaceOrderError};
use crate::events::ORDER_CHANGED;
use crate::store::{Order, OrderDetails, Store, User};

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
    groups: Groups,
) -> Result<Vec<Order>, CallError> {
    groups.join(&list_of(&user), &circuit)?;
    Ok(store.orders(&user).await?)
}

/// Everything about an order. From now on the page hears of its changes.
#[js_invokable]
pub async fn open_order(
    circuit: Circuit,
    user: User,
    store: State<Store>,
    groups: Groups,
    id: u32,
) -> Result<OrderDetails, OrderError> {
    store.order(&user, id).await?;
    // First the events and then the state, so that no change is missed in between.
    groups.join(&page_of(id), &circuit)?;
    store.details(&user, id).await
}

/// The page does not show the order any more.
#[js_invokable]
pub fn close_order(circuit: &Circuit, groups: &Groups, id: u32) {
    groups.leave(&page_of(id), circuit);
}

/// Places an order at the prices of now.
#[js_invokable]
pub async fn place_order(
    user: User,
    store: State<Store>,
    groups: Groups,
    basket: Vec<Line>,
) -> Result<Order, PlaceOrderError> {
    let order = store.place_order(&user, &basket).await?;
    announce(&groups, &order);
    Ok(order)
}

/// Moves an order on, or cancels it.
#[js_invokable]
pub async fn change_status(
    user: User,
    store: State<Store>,
    groups: Groups,
    id: u32,
    to: Status,
) -> Result<Order, OrderError> {
    let order = store.change_status(&user, id, to).await?;
    announce(&groups, &order);
    Ok(order)
}

/// The group of those who see all orders.
const ALL: &str = "orders";

/// The group of those who see the orders of a customer.
fn of_customer(name: &str) -> String {
    format!("orders/of/{name}")
}

/// The group of those who look at an order.
fn page_of(id: u32) -> String {
    format!("orders/{id}")
}

fn list_of(user: &User) -> String {
    match user.role {
        Role::Customer => of_customer(&user.name),
        Role::Staff => ALL.to_owned(),
    }
}

/// Tells all who see the order in a list or on its own page.
pub(super) fn announce(groups: &Groups, order: &Order) {
    let event = (order.clone(),);
    for group in [ALL.to_owned(), of_customer(&order.customer), page_of(order.id)] {
        if let Err(error) = groups.send(&group, &ORDER_CHANGED, &event) {
            // The order has changed nevertheless.
            tracing::warn!(%error, group, "a change was not announced");
        }
    }
}
