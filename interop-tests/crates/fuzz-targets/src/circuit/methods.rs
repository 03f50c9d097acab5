//! Methods that keep a circuit busy: they wait, hold objects, call JavaScript and stream.

// They are fixtures, with the signatures that are tested.
#![allow(missing_docs, missing_debug_implementations, clippy::needless_pass_by_value)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::{StreamExt as _, stream};
use interop_core::{
    ByteBuffer, CallError, Callback, JsError, JsObjectReference, JsRuntime, JsStreamReference, ObjectReference, State,
    StreamReference, interop_object, js_invokable,
};
use interop_tests::Gate;

/// The state that the methods of one circuit share with the test.
#[derive(Clone, Default)]
pub struct Shared {
    /// The number of times that methods have run.
    pub runs: Arc<AtomicUsize>,
    /// Held by everything that a circuit holds. If nothing has leaked, the last clone is that of the test.
    pub alive: Arc<()>,
    /// The gate that blocks waiting calls.
    pub gate: Gate,
}

impl Shared {
    fn run(&self) -> Arc<()> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.alive)
    }
}

pub struct Item(Arc<()>);

#[interop_object]
impl Item {
    #[js_invokable]
    pub fn touch(&self, shared: State<Shared>, text: String) -> String {
        shared.run();
        let _ = &self.0;
        text
    }

    #[js_invokable]
    pub async fn touch_later(&self, shared: State<Shared>) -> usize {
        let _alive = shared.run();
        shared.gate.pass().await;
        Arc::strong_count(&self.0)
    }
}

#[js_invokable]
pub fn count(shared: State<Shared>, number: u32) -> u32 {
    shared.run();
    number
}

#[js_invokable]
pub async fn wait(shared: State<Shared>, text: String) -> String {
    let _alive = shared.run();
    shared.gate.pass().await;
    text
}

#[js_invokable(blocking)]
pub fn block(shared: State<Shared>, data: ByteBuffer) -> ByteBuffer {
    shared.run();
    data
}

#[js_invokable]
pub fn new_item(shared: State<Shared>) -> ObjectReference<Item> {
    ObjectReference::new(Item(shared.run()))
}

#[js_invokable]
pub fn new_items(shared: State<Shared>, count: u8) -> Vec<ObjectReference<Item>> {
    (0..count).map(|_| ObjectReference::new(Item(shared.run()))).collect()
}

#[js_invokable]
pub fn give_back(shared: State<Shared>, items: Vec<ObjectReference<Item>>) -> Vec<ObjectReference<Item>> {
    shared.run();
    items
}

#[js_invokable]
pub fn fail(shared: State<Shared>) -> Result<(), CallError> {
    shared.run();
    Err(CallError::new("refused", "as it was asked to"))
}

#[js_invokable]
pub fn callback(shared: State<Shared>) -> Callback {
    let alive = shared.run();
    Callback::new("Invoke", move |number: u32| {
        let _ = &alive;
        number
    })
}

#[js_invokable]
pub async fn ask(shared: State<Shared>, js: JsRuntime, name: String) -> Result<i64, JsError> {
    let _alive = shared.run();
    js.invoke(&name, ("a question",)).await
}

#[js_invokable]
pub fn tell(shared: State<Shared>, js: JsRuntime, item: bool) -> Result<(), JsError> {
    let alive = shared.run();
    if item { js.send("tell", (ObjectReference::new(Item(alive)),)) } else { js.send("tell", ("something",)) }
}

#[js_invokable]
pub async fn use_object(shared: State<Shared>, object: JsObjectReference) -> Result<String, JsError> {
    let _alive = shared.run();
    object.invoke("name", ()).await
}

#[js_invokable]
pub async fn read(shared: State<Shared>, stream: JsStreamReference) -> Result<usize, JsError> {
    let _alive = shared.run();
    let mut chunks = stream.open_read_stream()?;
    let mut length = 0;
    while let Some(chunk) = chunks.next().await {
        length += chunk?.len();
    }
    Ok(length)
}

#[js_invokable]
pub fn offer(shared: State<Shared>, chunks: u8) -> StreamReference {
    let alive = shared.run();
    StreamReference::from_stream(stream::iter(0..chunks).map(move |number| {
        let _ = &alive;
        Ok(vec![number; 100].into())
    }))
}
