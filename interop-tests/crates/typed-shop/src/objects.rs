//! Objects: from their own functions, in results, generic, and passed back.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use futures_util::stream::{self, Stream};
use interop_core::{ObjectReference, StreamReference, interop_object, js_invokable};
use schemars::JsonSchema;
use serde::Serialize;

/// Holds what will be ordered.
pub struct Cart(Mutex<Vec<String>>);

/// A shopping cart.
#[interop_object]
impl Cart {
    /// Opens a cart.
    #[js_invokable]
    pub fn open(owner: Option<String>) -> ObjectReference<Self> {
        ObjectReference::new(Self(Mutex::new(owner.into_iter().collect())))
    }

    /// Adds a line and returns how many there are.
    #[js_invokable]
    pub fn add_line(&self, text: String) -> usize {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push(text);
        lines.len()
    }

    /// A second cart with the same lines.
    #[js_invokable]
    pub async fn copy(&self) -> ObjectReference<Self> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        ObjectReference::new(Self(Mutex::new(lines)))
    }

    /// The lines, one after the other.
    #[js_invokable]
    pub fn watch(&self) -> impl Stream<Item = String> + use<> {
        stream::iter(self.lines())
    }

    /// The lines.
    #[js_invokable]
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// One page of a list.
pub struct Page<T>(pub Vec<T>);

#[interop_object]
impl<T: Serialize + JsonSchema + Clone + Send + Sync> Page<T> {
    #[js_invokable]
    pub fn items(&self) -> Vec<T> {
        self.0.clone()
    }
}

/// Objects at every place of a value.
#[derive(Serialize, JsonSchema)]
pub struct Opened {
    pub cart: ObjectReference<Cart>,
    pub more: BTreeMap<String, Option<ObjectReference<Cart>>>,
    pub pairs: Vec<(u8, ObjectReference<Page<u32>>)>,
    pub inner: Option<Box<Opened>>,
}

#[js_invokable]
pub fn open_all() -> Opened {
    let cart = || Cart::open(None);
    let inner = Opened { cart: cart(), more: BTreeMap::new(), pairs: Vec::new(), inner: None };
    Opened {
        cart: cart(),
        more: BTreeMap::from([("one".to_owned(), Some(cart())), ("none".to_owned(), None)]),
        pairs: vec![(1, ObjectReference::new(Page(vec![1, 2])))],
        inner: Some(Box::new(inner)),
    }
}

#[js_invokable]
pub fn numbers() -> ObjectReference<Page<u32>> {
    ObjectReference::new(Page(vec![1, 2, 3]))
}

#[js_invokable]
pub fn words() -> ObjectReference<Page<String>> {
    ObjectReference::new(Page(vec!["one".to_owned()]))
}

/// Takes a cart back.
#[js_invokable]
pub fn count_lines(cart: ObjectReference<Cart>) -> usize {
    cart.lines().len()
}

#[js_invokable]
pub fn report() -> StreamReference {
    StreamReference::from_bytes(b"report".to_vec())
}

#[js_invokable]
pub fn reversed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.reverse();
    bytes
}

/// Never answers.
#[js_invokable]
pub async fn wait() {
    std::future::pending::<()>().await;
}
