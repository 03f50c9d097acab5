//! Asynchronous functions in every form, with borrowed arguments that live across a suspension.
#![deny(warnings)]

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_executor::block_on;
use futures_util::future::{BoxFuture, FutureExt};
use interop_core::{CallError, InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Slow");

/// Ready at the second look.
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

async fn pause() {
    Pause(false).await;
}

#[derive(serde::Deserialize)]
pub struct Person<'a> {
    #[serde(borrow)]
    name: &'a str,
}

#[js_invokable]
pub async fn nothing() {
    pause().await;
}

#[js_invokable]
pub async fn lengths(text: &str, more: Option<&str>, numbers: &[i32], bytes: &[u8], person: Person<'_>) -> usize {
    pause().await;
    text.len() + more.map_or(0, str::len) + numbers.len() + bytes.len() + person.name.len()
}

#[js_invokable]
pub async fn borrowed<'a>(text: &'a str, other: &str) -> Result<&'a str, CallError> {
    pause().await;
    text.strip_prefix(other).ok_or_else(|| CallError::new("prefix", "no such prefix"))
}

#[js_invokable]
pub fn with_impl(text: &str) -> impl Future<Output = usize> + '_ {
    pause().map(move |()| text.len())
}

#[js_invokable]
pub fn with_impl_and_bounds(count: u32) -> impl Send + Future<Output = Result<u32, String>> + 'static {
    async move { if count > 1 { Err("too many".to_owned()) } else { Ok(count) } }
}

#[js_invokable]
pub fn with_pin(text: &str) -> Pin<Box<dyn Future<Output = usize> + Send + '_>> {
    Box::pin(async move {
        pause().await;
        text.len()
    })
}

#[js_invokable]
pub fn with_long_pin(text: String) -> std::pin::Pin<std::boxed::Box<dyn std::future::Future<Output = usize> + Send>> {
    Box::pin(async move { text.len() })
}

#[js_invokable]
pub fn with_box_future(text: &str) -> BoxFuture<'_, usize> {
    pause().map(move |()| text.len()).boxed()
}

#[js_invokable]
pub fn without_output() -> impl Future<Output = ()> {
    pause()
}

pub struct Clock(u64);

#[interop_object]
impl Clock {
    #[js_invokable]
    pub async fn start(at: u64) -> ObjectReference<Self> {
        pause().await;
        ObjectReference::new(Clock(at))
    }

    #[js_invokable]
    pub async fn time(&self, zone: &str) -> u64 {
        pause().await;
        self.0 + zone.len() as u64
    }

    #[js_invokable]
    pub fn later(&self) -> impl Future<Output = &u64> + Send {
        pause().map(|()| &self.0)
    }

    #[js_invokable]
    pub fn boxed<'a>(&'a self, zone: &'a str) -> BoxFuture<'a, (u64, &'a str)> {
        async move { (self.0, zone) }.boxed()
    }
}

fn main() {
    let app = InProcess::new();
    let call = |id, args| block_on(app.invoke_async("Slow", id, args));
    assert_eq!(call("nothing", "[]").unwrap(), "null");
    assert_eq!(call("lengths", r#"["a\n","b\t",[1],"AAE=",{"name":"x\u0020"}]"#).unwrap(), "9");
    assert_eq!(call("borrowed", r#"["prefix\n","prefix"]"#).unwrap(), r#""\n""#);
    assert_eq!(call("borrowed", r#"["prefix","x"]"#).unwrap_err().code, "prefix");
    for id in ["with_impl", "with_pin", "with_long_pin", "with_box_future"] {
        assert_eq!(call(id, r#"["four"]"#).unwrap(), "4", "{id}");
    }
    assert_eq!(call("with_impl_and_bounds", "[1]").unwrap(), "1");
    assert!(call("with_impl_and_bounds", "[2]").is_err());
    assert_eq!(call("without_output", "[]").unwrap(), "null");

    let clock: ObjectReference<Clock> = block_on(app.call_async("Slow", "start", (7,))).unwrap();
    let clock = app.object(&clock);
    assert_eq!(block_on(clock.invoke_async("time", r#"["UTC"]"#)).unwrap(), "10");
    assert_eq!(block_on(clock.invoke_async("later", "[]")).unwrap(), "7");
    assert_eq!(block_on(clock.invoke_async("boxed", r#"["UTC"]"#)).unwrap(), r#"[7,"UTC"]"#);
}
