//! Functions of JavaScript as arguments.

use std::cell::RefCell;
use std::time::Duration;

use interop_core::{CallError, JsError, JsFunction, js_invokable};
use serde::{Deserialize, Serialize};

type Adder = JsFunction<(i32, i32), i32>;

thread_local! {
    static KEPT: RefCell<Vec<Adder>> = const { RefCell::new(Vec::new()) };
}

#[js_invokable]
pub async fn add_with(add: Adder, a: i32, b: i32) -> Result<i32, JsError> {
    add.call((a, b)).await
}

#[js_invokable]
pub fn add_with_sync(add: Adder, a: i32, b: i32) -> Result<i32, JsError> {
    add.call_sync((a, b))
}

/// The error of a synchronous call, as a text.
#[js_invokable]
pub fn error_with_sync(add: Adder) -> String {
    add.call_sync((1, 2)).map_or_else(|error| error.to_string(), |sum| format!("no error but {sum}"))
}

/// The error of a call that is given this much time.
#[js_invokable]
pub async fn add_within(add: Adder, milliseconds: u32) -> Result<i32, JsError> {
    add.call((1, 2)).timeout(Duration::from_millis(milliseconds.into())).await
}

#[derive(Deserialize)]
pub struct Options {
    #[serde(default)]
    on_progress: Option<JsFunction<(u32,), ()>>,
    on_done: Vec<JsFunction<(String,), ()>>,
}

/// Reports progress without waiting.
#[js_invokable]
pub async fn work_with(options: Options) -> Result<(), JsError> {
    if let Some(on_progress) = &options.on_progress {
        for step in 1..=3 {
            on_progress.send((step,))?;
        }
    }
    for on_done in &options.on_done {
        on_done.call(("done".to_owned(),)).await?;
    }
    Ok(())
}

#[js_invokable]
pub fn keep_function(add: Adder) {
    KEPT.with_borrow_mut(|kept| kept.push(add));
}

/// Calls the functions that were kept, and returns their results or errors.
#[js_invokable]
pub fn call_kept_functions() -> Vec<String> {
    let text = |add: &Adder| add.call_sync((40, 2)).map_or_else(|error| error.to_string(), |sum| sum.to_string());
    KEPT.with_borrow(|kept| kept.iter().map(text).collect())
}

#[js_invokable]
pub fn drop_kept_functions() {
    let kept = KEPT.take();
    drop(kept);
}

#[derive(Serialize, Deserialize)]
pub struct Found {
    name: String,
    undo: JsFunction<(), String>,
}

/// Calls a function in the result of a function.
#[js_invokable]
pub fn undo_found(find: JsFunction<(), Found>) -> Result<String, JsError> {
    let found = find.call_sync(())?;
    Ok(format!("{} {}", found.name, found.undo.call_sync(())?))
}

/// Gives a function back.
#[js_invokable]
pub fn give_function_back(function: Adder) -> Adder {
    function
}

#[js_invokable]
pub fn refuse_function(_function: Adder) -> Result<(), CallError> {
    Err(CallError::new("refused", "refused"))
}
