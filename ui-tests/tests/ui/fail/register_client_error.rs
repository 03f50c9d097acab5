//! `#[register_client_error]` where there is nothing to register.

use std::fmt;

use interop_core::{ClientError, register_client_error};

#[register_client_error]
pub struct Shop;

pub struct Page<T>(T);

impl<T> fmt::Display for Page<T> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

#[register_client_error]
impl<T> ClientError for Page<T> {}

impl fmt::Display for Shop {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

#[register_client_error(name = "shop")]
impl ClientError for Shop {}

#[register_client_error]
impl Shop {}

fn main() {}
