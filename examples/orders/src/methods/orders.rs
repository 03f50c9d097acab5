use futures_util::{Stream, TryStreamExt as _};
use interop_core::{CallError, Circuit, Groups, State, js_invokable};
use orders_domain::{Article, Line, Status};

use crate::error::{OrderError, PlaceOrderError};
use crate::events::ORDER_CHANGED;
use crate::store::{Order, OrderDetails, Store, User};

/// Everything that the shop sells.
#[js_invokable]
pub async fn articles(store: State<Store>) -> Result<Vec<Article>, CallError> {
    Ok(store.articles().await?)
}

/// The orders that the user can see, the latest first, and from then on each one that is new or has changed.
#[js_invokable]
pub async fn follow_orders(
    user: User,
    store: State<Store>,
) -> Result<impl Stream<Item = Result<Order, CallError>>, CallError> {
    Ok(store.follow_orders(user).await?.map_err(CallError::from))
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
    groups.join(&watchers_of(id), &circuit)?;
    store.details(&user, id).await
}

/// The page does not show the order any more.
#[js_invokable]
pub fn close_order(circuit: &Circuit, groups: &Groups, id: u32) {
    groups.leave(&watchers_of(id), circuit);
}

/// Places an order at the prices of now.
#[js_invokable]
pub async fn place_order(user: User, store: State<Store>, basket: Vec<Line>) -> Result<Order, PlaceOrderError> {
    store.place_order(&user, &basket).await
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
    tell_watchers(&groups, &order);
    Ok(order)
}

/// The group of those who look at an order.
fn watchers_of(id: u32) -> String {
    format!("orders/{id}")
}

/// Tells all who look at an order that it has changed.
pub(super) fn tell_watchers(groups: &Groups, order: &Order) {
    if let Err(error) = groups.send(&watchers_of(order.id), &ORDER_CHANGED, (order.clone(),)) {
        // The order has changed nevertheless.
        tracing::warn!(%error, order = order.id, "a change was not announced");
    }
}
