//! Values of the application that are not taken as `State`.

use std::rc::Rc;
use std::sync::Arc;

use interop_core::js_invokable;

pub struct Db;

/// As axum has it.
pub struct Extension<T>(pub T);

/// As axum has it.
pub struct Json<T>(pub T);

#[js_invokable]
pub fn shared(db: Arc<Db>) {
    drop(db);
}

#[js_invokable]
pub async fn borrowed(id: u32, db: &Db) {
    let _ = (id, db);
}

#[js_invokable]
pub fn local(db: Rc<Db>) {
    drop(db);
}

#[js_invokable]
pub fn extracted(db: Extension<Db>) {
    let _ = db;
}

#[js_invokable]
pub fn body(order: Json<u32>) -> Json<u32> {
    order
}

#[js_invokable]
pub fn state(db: interop_core::State<Rc<Db>>) {
    let _ = db;
}

fn main() {}
