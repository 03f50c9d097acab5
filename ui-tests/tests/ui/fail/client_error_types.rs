//! Error types whose text, data or inner error cannot reach a client.

use interop_core::ClientError;

#[derive(ClientError)]
pub struct WithoutText;

pub struct Account;

#[derive(ClientError)]
pub enum Data {
    Named { account: Account },
    Single(Account),
    Several(u8, Account),
    #[client_error(transparent)]
    Inner(Account),
}

impl std::fmt::Display for Data {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

#[derive(ClientError)]
union Bits {
    one: u8,
}

fn main() {}
