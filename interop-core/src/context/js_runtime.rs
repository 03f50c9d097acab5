use std::convert::Infallible;

use super::{CallInfo, FromCall};
use crate::js::JsRuntime;
use crate::threading::Shared;

impl FromCall for JsRuntime {
    type Refusal = Infallible;

    fn from_call(call: &CallInfo<'_>) -> Result<Self, Infallible> {
        Ok(Self::new(Shared::downgrade(call.core())))
    }
}
