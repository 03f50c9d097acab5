//! Aliases of types, and functions with several ids.
#![deny(warnings)]

use std::future::Future;

use futures_executor::block_on;
use futures_util::future::BoxFuture;
use interop_core::{CallError, InProcess, ObjectReference, This, interop_object, js_invokable};

interop_core::assembly!("Shop");

type Result<T, E = CallError> = std::result::Result<T, E>;
type Text<'a> = &'a str;
type Maybe<T> = Option<T>;
type Numbers = [i32];
type Reference = ObjectReference<Basket>;
type Me = This<Basket>;

#[js_invokable]
#[js_invokable(name = "Place")]
#[js_invokable(name = "Order", assembly = "Orders")]
pub fn place(text: Text<'_>, more: Maybe<Text>) -> Result<usize> {
    match text {
        "" => Err(CallError::new("empty", "nothing to place")),
        _ => Ok(text.len() + more.map_or(0, str::len)),
    }
}

#[js_invokable]
pub async fn place_slowly(texts: Vec<Text<'_>>) -> Result<usize, String> {
    Ok(texts.len())
}

#[js_invokable]
pub fn place_later<'a>(text: Text<'a>) -> BoxFuture<'a, Result<usize>> {
    Box::pin(async move { Ok(text.len()) })
}

#[js_invokable]
pub fn sum(numbers: Box<Numbers>) -> i32 {
    numbers.iter().sum()
}

pub struct Basket;
type Bag = Basket;

#[interop_object]
impl Bag {
    #[js_invokable(name = "Open")]
    #[js_invokable(name = "open")]
    pub fn open() -> Reference {
        ObjectReference::new(Basket)
    }

    #[js_invokable(name = "me")]
    #[js_invokable(name = "Me", blocking)]
    pub fn me(&self, me: Me) -> Reference {
        Me::into_inner(me)
    }
}

fn is_future<F: Future>(future: F) -> F {
    future
}

fn main() {
    let app = InProcess::new();
    for (assembly, id) in [("Shop", "place"), ("Shop", "Place"), ("Orders", "Order")] {
        assert_eq!(app.invoke(assembly, id, r#"["a\n","b"]"#).unwrap(), "3");
        assert_eq!(app.invoke(assembly, id, r#"[""]"#).unwrap_err().code, "empty");
    }
    assert_eq!(block_on(is_future(app.invoke_async("Shop", "place_slowly", r#"[["a"]]"#))).unwrap(), "1");
    assert_eq!(block_on(app.invoke_async("Shop", "place_later", r#"["abc"]"#)).unwrap(), "3");
    assert_eq!(app.invoke("Shop", "sum", "[[1,2]]").unwrap(), "3");
    for id in ["Open", "open"] {
        let basket: Reference = app.call("Shop", id, ()).unwrap();
        let same: Reference = block_on(app.object(&basket).call_async("Me", ())).unwrap();
        assert_eq!(Reference::id(&same), Reference::id(&basket));
    }
}
