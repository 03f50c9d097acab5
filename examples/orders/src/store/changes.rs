use std::sync::Arc;
use std::vec;

use futures_util::stream::{self, Stream, StreamExt as _};
use orders_domain::Role;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{self, Receiver, Sender};
use tokio_util::sync::CancellationToken;

use super::{Order, Store, User};

/// How many changes a slow reader can be behind. One that is further behind reads the list again.
const MAX_BEHIND: usize = 256;

/// The orders that change, for all who follow them. Clones share it.
#[derive(Clone)]
pub(super) struct Changes {
    changed: Sender<Arc<Order>>,
    end: CancellationToken,
}

impl Changes {
    pub(super) fn new() -> Self {
        Self { changed: broadcast::channel(MAX_BEHIND).0, end: CancellationToken::new() }
    }
}

/// What a reader of changes has yet to read.
struct Reader {
    store: Store,
    user: User,
    changes: Receiver<Arc<Order>>,
    listed: vec::IntoIter<Order>,
}

impl Store {
    /// Sends an order that is new or has changed to all followers. Every change ends with this.
    pub fn announce(&self, order: &Order) {
        // Sending fails if there are no followers, which is not an error here.
        let _ = self.changes.changed.send(Arc::new(order.clone()));
    }

    /// The orders that a user can see, the latest first, and from then on each one that is new or has changed.
    pub async fn follow_orders(
        &self,
        user: User,
    ) -> sqlx::Result<impl Stream<Item = sqlx::Result<Order>> + Send + use<>> {
        // First the changes and then the list, so that no change is missed in between.
        let changes = self.changes.changed.subscribe();
        let listed = self.orders(&user).await?.into_iter();
        let reader = Reader { store: self.clone(), user, changes, listed };
        Ok(stream::try_unfold(reader, Reader::next).take_until(self.changes.end.clone().cancelled_owned()))
    }

    /// Ends what users follow, because the program ends.
    pub fn end_changes(&self) {
        self.changes.end.cancel();
    }
}

impl Reader {
    async fn next(mut self) -> sqlx::Result<Option<(Order, Self)>> {
        loop {
            if let Some(order) = self.listed.next() {
                return Ok(Some((order, self)));
            }
            match self.changes.recv().await {
                Ok(order) if self.user.role == Role::Staff || order.customer == self.user.name => {
                    return Ok(Some((Order::clone(&order), self)));
                }
                Ok(_) => {}
                // The list has all of the changes that were missed.
                Err(RecvError::Lagged(_)) => self.listed = self.store.orders(&self.user).await?.into_iter(),
                Err(RecvError::Closed) => return Ok(None),
            }
        }
    }
}
