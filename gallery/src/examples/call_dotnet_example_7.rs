//! A list of components that are assigned to properties of their elements.

use interop_core::JsRuntime;

use super::list_item_2::ListItem2;

/// Creates the items of the list.
pub fn create(js: &JsRuntime) {
    for number in 1..=4 {
        ListItem2::create(js, &format!("list-item-2-{number}"));
    }
}
