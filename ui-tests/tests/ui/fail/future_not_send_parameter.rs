//! An argument that cannot move between threads, and with it the future.

use std::rc::Rc;

use interop_core::js_invokable;
use serde::{Deserialize, Deserializer};

pub struct Local(Rc<u32>);

impl<'de> Deserialize<'de> for Local {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u32::deserialize(deserializer).map(|number| Local(Rc::new(number)))
    }
}

async fn pause() {}

#[js_invokable]
pub async fn count(local: Local) -> u32 {
    pause().await;
    *local.0
}

#[js_invokable]
pub async fn lent(local: &Local) -> u32 {
    *local.0
}

fn main() {}
