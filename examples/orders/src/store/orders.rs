use orders_domain::{Line, QuoteLine, Role, Status, quote, steps};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteExecutor};

use super::articles::articles;
use super::{Attachment, Store, User};
use crate::error::{OrderError, PlaceOrderError};

/// An order, as a list shows it. Amounts are in cents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromRow, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub id: u32,
    pub customer: String,
    #[sqlx(try_from = "String")]
    pub status: Status,
    pub placed_at: String,
    /// How many articles there are in all.
    pub articles: u32,
    pub discount: u32,
    pub shipping: u32,
    pub total: u32,
}

/// Everything about an order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OrderDetails {
    pub order: Order,
    pub lines: Vec<QuoteLine>,
    pub events: Vec<Event>,
    pub attachments: Vec<Attachment>,
}

/// When an order got a status.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow, JsonSchema)]
pub struct Event {
    #[sqlx(try_from = "String")]
    pub status: Status,
    pub at: String,
}

/// The latest orders that a list shows.
const MAX_LISTED: u32 = 200;

impl Store {
    /// The orders that a user can see, the latest first.
    pub async fn orders(&self, user: &User) -> sqlx::Result<Vec<Order>> {
        sqlx::query_as("SELECT * FROM orders WHERE customer = ?1 OR ?2 ORDER BY id DESC LIMIT ?3")
            .bind(&user.name)
            .bind(user.role == Role::Staff)
            .bind(MAX_LISTED)
            .fetch_all(&self.pool)
            .await
    }

    /// An order that a user can see.
    pub async fn order(&self, user: &User, id: u32) -> Result<Order, OrderError> {
        order(&self.pool, user, id).await
    }

    /// Everything about an order that a user can see.
    pub async fn details(&self, user: &User, id: u32) -> Result<OrderDetails, OrderError> {
        let order = order(&self.pool, user, id).await?;
        let lines: Vec<(String, String, u32, u32, u32)> =
            sqlx::query_as("SELECT sku, name, price, quantity, total FROM order_line WHERE order_id = ?")
                .bind(id)
                .fetch_all(&self.pool)
                .await?;
        let line = |(sku, name, price, quantity, total)| QuoteLine { sku, name, price, quantity, total };
        let events = sqlx::query_as("SELECT status, at FROM order_event WHERE order_id = ? ORDER BY rowid")
            .bind(id)
            .fetch_all(&self.pool)
            .await?;
        let attachments = self.attachments(id).await?;
        Ok(OrderDetails { order, lines: lines.into_iter().map(line).collect(), events, attachments })
    }

    /// Places an order, at the prices of now.
    pub async fn place_order(&self, user: &User, basket: &[Line]) -> Result<Order, PlaceOrderError> {
        let mut transaction = self.write().await?;
        let quote = quote(&articles(&mut *transaction).await?, basket)?;
        let order: Order = sqlx::query_as(
            "INSERT INTO orders (customer, status, placed_at, articles, discount, shipping, total)
             VALUES (?, 'placed', strftime('%FT%TZ'), ?, ?, ?, ?) RETURNING *",
        )
        .bind(&user.name)
        .bind(quote.lines.iter().map(|line| line.quantity).sum::<u32>())
        .bind(quote.discount)
        .bind(quote.shipping)
        .bind(quote.total)
        .fetch_one(&mut *transaction)
        .await?;
        for line in &quote.lines {
            sqlx::query(
                "INSERT INTO order_line (order_id, sku, name, price, quantity, total) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .bind(order.id)
            .bind(&line.sku)
            .bind(&line.name)
            .bind(line.price)
            .bind(line.quantity)
            .bind(line.total)
            .execute(&mut *transaction)
            .await?;
            sqlx::query("UPDATE article SET stock = stock - ? WHERE sku = ?")
                .bind(line.quantity)
                .bind(&line.sku)
                .execute(&mut *transaction)
                .await?;
        }
        record(&mut *transaction, &order).await?;
        transaction.commit().await?;
        self.announce(&order);
        Ok(order)
    }

    /// Gives an order its next status. What a cancelled order had reserved can be sold again.
    pub async fn change_status(&self, user: &User, id: u32, to: Status) -> Result<Order, OrderError> {
        let mut transaction = self.write().await?;
        let status = order(&mut *transaction, user, id).await?.status;
        if !steps(status, user.role).contains(&to) {
            return Err(OrderError::StepNotPossible { status, to });
        }
        let order: Order = sqlx::query_as("UPDATE orders SET status = ? WHERE id = ? RETURNING *")
            .bind(to.name())
            .bind(id)
            .fetch_one(&mut *transaction)
            .await?;
        if to == Status::Cancelled {
            sqlx::query(
                "UPDATE article SET stock = stock + line.quantity
                 FROM (SELECT sku, sum(quantity) AS quantity FROM order_line WHERE order_id = ? GROUP BY sku) AS line
                 WHERE article.sku = line.sku",
            )
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        }
        record(&mut *transaction, &order).await?;
        transaction.commit().await?;
        self.announce(&order);
        Ok(order)
    }
}

/// An order that a user can see.
async fn order(database: impl SqliteExecutor<'_>, user: &User, id: u32) -> Result<Order, OrderError> {
    // The same answer for the order of another customer and for one that does not exist.
    sqlx::query_as("SELECT * FROM orders WHERE id = ?1 AND (customer = ?2 OR ?3)")
        .bind(id)
        .bind(&user.name)
        .bind(user.role == Role::Staff)
        .fetch_optional(database)
        .await?
        .ok_or(OrderError::NoSuchOrder { id })
}

async fn record(database: impl SqliteExecutor<'_>, order: &Order) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO order_event (order_id, status, at) VALUES (?, ?, strftime('%FT%TZ'))")
        .bind(order.id)
        .bind(order.status.name())
        .execute(database)
        .await?;
    Ok(())
}
