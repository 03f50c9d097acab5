use orders_domain::Article;
use sqlx::SqliteExecutor;

use super::Store;

impl Store {
    /// Everything that the shop sells.
    pub async fn articles(&self) -> sqlx::Result<Vec<Article>> {
        articles(&self.pool).await
    }

    /// How many of an article were sold on each day.
    pub async fn sales(&self, sku: &str) -> sqlx::Result<Vec<u32>> {
        sqlx::query_scalar("SELECT quantity FROM sale WHERE sku = ? ORDER BY day").bind(sku).fetch_all(&self.pool).await
    }
}

pub(super) async fn articles(database: impl SqliteExecutor<'_>) -> sqlx::Result<Vec<Article>> {
    let rows: Vec<(String, String, u32, u32)> =
        sqlx::query_as("SELECT sku, name, price, stock FROM article ORDER BY name").fetch_all(database).await?;
    Ok(rows.into_iter().map(|(sku, name, price, stock)| Article { sku, name, price, stock }).collect())
}
