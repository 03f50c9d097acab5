//! Generic objects: parameters with bounds, where clauses, defaults and constants; each closed type has its own methods.
#![deny(warnings)]

use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::sync::Mutex;

use futures_executor::block_on;
use interop_core::{InProcess, InteropObject, IntoReply, ObjectReference, This, interop_object, js_invokable};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Shelf<K, V = i32>
where
    K: Eq + Hash,
{
    items: Mutex<HashMap<K, V>>,
}

#[interop_object]
impl<K, V> Shelf<K, V>
where
    K: DeserializeOwned + Eq + Hash + Send + Sync + 'static,
    V: Serialize + DeserializeOwned + Clone + Send + 'static,
    Vec<V>: Clone,
{
    #[js_invokable]
    pub fn put(&self, key: K, value: V) -> Option<V> {
        self.items.lock().unwrap().insert(key, value)
    }

    #[js_invokable]
    pub async fn get(&self, key: &K) -> Result<V, String> {
        self.items.lock().unwrap().get(key).cloned().ok_or_else(|| "not there".to_owned())
    }

    #[js_invokable(blocking)]
    pub fn all(&self, this: This<Self>) -> Vec<V> {
        this.items.lock().unwrap().values().cloned().collect()
    }

    /// Not annotated, so it may be generic.
    pub fn count<R: From<u8>>(&self) -> R {
        R::from(u8::try_from(self.items.lock().unwrap().len()).unwrap_or(u8::MAX))
    }
}

pub struct Matrix<const ROWS: usize, const COLUMNS: usize = ROWS>;

#[interop_object]
impl<const ROWS: usize, const COLUMNS: usize> Matrix<ROWS, COLUMNS> {
    #[js_invokable]
    pub fn size(&self) -> [usize; 2] {
        [ROWS, COLUMNS]
    }

    #[js_invokable]
    pub fn transposed(&self) -> ObjectReference<Matrix<COLUMNS, ROWS>> {
        ObjectReference::new(Matrix)
    }
}

/// A trait with an associated type, whose name stands in signatures.
pub trait Unit: Send + Sync + 'static {
    type Amount: Serialize + DeserializeOwned + Debug;
    const SYMBOL: &'static str;
}

pub struct Metre;

impl Unit for Metre {
    type Amount = f64;
    const SYMBOL: &'static str = "m";
}

pub struct Measure<U: Unit>(std::marker::PhantomData<U>);

#[interop_object]
impl<U: Unit> Measure<U> {
    const PREFIX: &'static str = "~";

    #[js_invokable]
    pub fn show(&self, amount: U::Amount, others: Vec<<U as Unit>::Amount>) -> String {
        format!("{}{amount:?}{} and {} more", Self::PREFIX, U::SYMBOL, others.len())
    }

    #[js_invokable]
    pub fn again(&self, this: This<Self>, other: ObjectReference<Self>) -> Vec<ObjectReference<Self>> {
        vec![This::into_inner(this), other]
    }
}

pub struct Page<T>(T);

/// Two closed types of one generic type: each may have its block.
#[interop_object]
impl Page<i32> {
    #[js_invokable]
    pub fn number(&self) -> i32 {
        self.0
    }
}

#[interop_object]
impl Page<Vec<String>> {
    #[js_invokable]
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

pub enum Either<A, B> {
    Left(A),
    Right(B),
}

#[interop_object]
impl<A: Display + Send + Sync + 'static, B: IntoReply + Clone + Send + Sync + 'static> Either<A, B> {
    #[js_invokable]
    pub fn right(&self) -> Result<B, String> {
        match self {
            Either::Left(left) => Err(left.to_string()),
            Either::Right(right) => Ok(right.clone()),
        }
    }
}

#[js_invokable(assembly = "Pages")]
pub fn number_of(page: ObjectReference<Page<i32>>) -> i32 {
    page.number()
}

fn hand_over<T: InteropObject>(app: &InProcess, object: T) -> interop_core::testing::InProcessObject {
    app.object(&ObjectReference::new(object))
}

fn main() {
    let app = InProcess::new();

    let shelf = hand_over(&app, Shelf::<String> { items: Mutex::default() });
    assert_eq!(shelf.invoke("put", r#"["a",1]"#).unwrap(), "null");
    assert_eq!(shelf.invoke("put", r#"["a",2]"#).unwrap(), "1");
    assert_eq!(block_on(shelf.invoke_async("get", r#"["a"]"#)).unwrap(), "2");
    assert_eq!(block_on(shelf.invoke_async("all", "[]")).unwrap(), "[2]");
    let shelf = Shelf::<u8, Vec<u16>> { items: Mutex::default() };
    assert_eq!(shelf.count::<u32>(), 0);
    let shelf = hand_over(&app, shelf);
    assert_eq!(shelf.invoke("put", "[1,[2,3]]").unwrap(), "null");
    assert_eq!(block_on(shelf.invoke_async("get", "[1]")).unwrap(), "[2,3]");
    assert_eq!(shelf.invoke("put", r#"["a",1]"#).unwrap_err().code, "invalid_arguments");

    let matrix = hand_over(&app, Matrix::<2, 3>);
    let transposed: ObjectReference<Matrix<3, 2>> = matrix.call("transposed", ()).unwrap();
    assert_eq!(app.object(&transposed).invoke("size", "[]").unwrap(), "[3,2]");

    let measure = ObjectReference::new(Measure::<Metre>(std::marker::PhantomData));
    let object = app.object(&measure);
    assert_eq!(object.invoke("show", "[1.5,[2]]").unwrap(), r#""~1.5m and 1 more""#);
    let both: Vec<ObjectReference<Measure<Metre>>> = object.call("again", (&measure,)).unwrap();
    assert_eq!(both.len(), 2);

    let page = ObjectReference::new(Page(7));
    assert_eq!(app.object(&page).invoke("number", "[]").unwrap(), "7");
    assert_eq!(app.call::<i32>("Pages", "number_of", (&page,)).unwrap(), 7);
    let page = hand_over(&app, Page(vec!["a".to_owned()]));
    assert_eq!(page.invoke("lines", "[]").unwrap(), r#"["a"]"#);

    assert_eq!(hand_over(&app, Either::<u8, u8>::Right(1)).invoke("right", "[]").unwrap(), "1");
    assert!(hand_over(&app, Either::<u8, u8>::Left(1)).invoke("right", "[]").is_err());
}
