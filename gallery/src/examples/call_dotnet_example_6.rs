//! A list of components whose buttons call a helper class.

use interop_core::JsRuntime;

use super::list_item_1::ListItem1;
use crate::render;

/// Creates the items of the list.
pub fn create(js: &JsRuntime) {
    for number in 1..=4 {
        let id = format!("list-item-1-{number}");
        render::mount(js, &id, ListItem1::new(js, &id));
    }
}
