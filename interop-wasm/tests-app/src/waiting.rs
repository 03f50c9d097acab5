//! Calls that have to wait.

use std::future::poll_fn;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;
use std::time::Duration;

use interop_core::{CallError, Circuit, JsError, JsRuntime, js_invokable};

static GIVEN_UP: AtomicU32 = AtomicU32::new(0);

/// Lets others have their turn.
pub(crate) async fn turn() {
    let mut had_its_turn = false;
    poll_fn(|cx| {
        if had_its_turn {
            return Poll::Ready(());
        }
        had_its_turn = true;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Counts when it is dropped.
struct GivesUp;

impl Drop for GivesUp {
    fn drop(&mut self) {
        GIVEN_UP.fetch_add(1, Ordering::Relaxed);
    }
}

#[js_invokable]
pub async fn add_later(a: i32, b: i32) -> i32 {
    turn().await;
    a + b
}

/// Has to wait this often.
#[js_invokable]
pub async fn turns(count: u32) -> u32 {
    for _ in 0..count {
        turn().await;
    }
    count
}

#[js_invokable]
pub async fn never() {
    let _gives_up = GivesUp;
    std::future::pending::<()>().await;
}

/// How many calls of `never` were given up in this instance.
#[js_invokable]
pub fn given_up() -> u32 {
    GIVEN_UP.load(Ordering::Relaxed)
}

/// Waits for JavaScript's answer so many milliseconds.
#[js_invokable]
pub async fn wait_for(js: JsRuntime, function: &str, milliseconds: u64) -> Result<String, JsError> {
    js.invoke(function, ()).timeout(Duration::from_millis(milliseconds)).await
}

/// Waits for JavaScript's answer as long as the options say.
#[js_invokable]
pub async fn ask(js: JsRuntime, function: &str) -> Result<String, CallError> {
    Ok(js.invoke(function, ()).await?)
}

/// Ends the circuit when JavaScript has answered.
#[js_invokable]
pub async fn close_when_asked(js: JsRuntime, circuit: Circuit) -> Result<(), JsError> {
    js.invoke_void("mayClose", ()).await?;
    circuit.close();
    turn().await;
    Ok(())
}
