use orders_domain::Role;
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::FromRow;
use uuid::Uuid;

use super::Store;

/// A user who has logged in.
#[derive(Clone, Debug, PartialEq, Serialize, FromRow, JsonSchema)]
pub struct User {
    pub name: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
}

/// The users of the demonstration. All have the same password.
const DEMO_USERS: [(&str, &str); 3] = [("amy", "customer"), ("rory", "customer"), ("river", "staff")];
const DEMO_PASSWORD: &str = "demo";

impl Store {
    pub(super) async fn add_demo_users(&self) -> anyhow::Result<()> {
        if sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account)").fetch_one(&self.pool).await? {
            return Ok(());
        }
        let hash = tokio::task::spawn_blocking(|| password_auth::generate_hash(DEMO_PASSWORD)).await?;
        for (name, role) in DEMO_USERS {
            sqlx::query("INSERT INTO account (name, password_hash, role) VALUES (?, ?, ?)")
                .bind(name)
                .bind(&hash)
                .bind(role)
                .execute(&self.pool)
                .await?;
        }
        Ok(())
    }

    /// Starts a session of a week and returns its token, if the password is right.
    pub async fn log_in(&self, name: &str, password: String) -> anyhow::Result<Option<String>> {
        let hash: Option<String> = sqlx::query_scalar("SELECT password_hash FROM account WHERE name = ?")
            .bind(name)
            .fetch_optional(&self.pool)
            .await?;
        let _permit = self.hashing.acquire().await?;
        let matches = tokio::task::spawn_blocking(move || match hash {
            Some(hash) => password_auth::verify_password(password, &hash).is_ok(),
            None => {
                // An unknown name takes as long as a wrong password, so that the time does not tell which names exist.
                password_auth::generate_hash(password);
                false
            }
        });
        if !matches.await? {
            return Ok(None);
        }
        let token = Uuid::new_v4().simple().to_string();
        sqlx::query("INSERT INTO session (token, account, expires_at) VALUES (?, ?, datetime('now', '+7 days'))")
            .bind(&token)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(Some(token))
    }

    /// The user of a session that has not ended.
    pub async fn user(&self, token: &str) -> sqlx::Result<Option<User>> {
        sqlx::query_as(
            "SELECT name, role FROM account JOIN session ON account = name
             WHERE token = ? AND expires_at > datetime('now')",
        )
        .bind(token)
        .fetch_optional(&self.pool)
        .await
    }

    /// Ends a session.
    pub async fn log_out(&self, token: &str) -> sqlx::Result<()> {
        sqlx::query("DELETE FROM session WHERE token = ? OR expires_at <= datetime('now')")
            .bind(token)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
