//! Every form of parameter and result.
#![deny(warnings)]

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr};
use std::io;
use std::path::Path;

use interop_core::{ByteBuffer, CallError, ClientError, InProcess, js_invokable};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Forms");

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    item_name: String,
    count: Option<u32>,
}

#[derive(Deserialize)]
#[serde(transparent)]
pub struct Optional(Option<u32>);

#[js_invokable]
pub fn none() {}

#[js_invokable]
pub fn owned(mut order: Order, _nothing: ()) -> Order {
    order.count = order.count.or(Some(1));
    order
}

#[js_invokable]
#[allow(unused_parens)]
pub fn lent(order: &Order, orders: &[Order], text: &String, numbers: (&(Vec<i32>))) -> usize {
    order.item_name.len() + orders.len() + text.len() + numbers.len()
}

#[js_invokable]
pub fn absent(first: u32, _: Option<u32>, last: Optional) -> u32 {
    first + last.0.unwrap_or(7)
}

#[js_invokable]
pub fn bytes(a: Vec<u8>, b: &[u8], c: ByteBuffer) -> Vec<u8> {
    [&a, b, &c].concat()
}

#[js_invokable]
pub fn compound(pair: (i32, [u8; 2]), map: BTreeMap<String, (i32,)>, choice: Result<i32, String>) -> (i32, usize, bool) {
    (pair.0, map.len(), choice.is_ok())
}

#[derive(Debug)]
pub struct OutOfStock;

impl std::fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("out of stock")
    }
}

impl ClientError for OutOfStock {
    fn code(&self) -> &str {
        "out_of_stock"
    }
}

#[js_invokable]
pub fn client_error() -> Result<(), OutOfStock> {
    Err(OutOfStock)
}

#[js_invokable]
pub fn io_error() -> io::Result<()> {
    Err(io::Error::other("disk"))
}

#[js_invokable]
pub fn boxed_error() -> Result<(), Box<dyn std::error::Error>> {
    Err("boxed".into())
}

#[js_invokable]
pub fn boxed_send_error() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Err("boxed".into())
}

#[js_invokable]
pub fn call_error() -> Result<u32, CallError> {
    Ok("x".parse::<u32>()?)
}

#[js_invokable]
pub fn text_error() -> Result<impl Serialize, &'static str> {
    if true { Err("text") } else { Ok(1) }
}

#[js_invokable]
pub async fn without_size(path: &Path) -> bool {
    path.ends_with("c")
}

/// The JSON of these differs between platforms.
#[js_invokable]
pub fn native(name: &OsStr, text: &CStr) -> usize {
    name.len() + text.count_bytes()
}

mod user {
    #[derive(serde::Deserialize)]
    pub struct Path(pub Vec<u8>);

    #[interop_core::js_invokable]
    pub fn path_length(path: &Path) -> usize {
        path.0.len()
    }
}

#[js_invokable]
pub fn opaque() -> impl Serialize {
    [1, 2]
}

#[js_invokable]
#[rustfmt::skip]
pub fn sixteen(
    a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8, m: u8, n: u8, o: u8, p: u8,
) -> u8 {
    a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p
}

fn main() {
    let app = InProcess::new();
    let call = |id, args| app.invoke("Forms", id, args).map_err(|failure| failure.code);
    assert_eq!(call("none", "[]").unwrap(), "null");
    assert_eq!(call("owned", r#"[{"itemName":"pen"},null]"#).unwrap(), r#"{"itemName":"pen","count":1}"#);
    assert_eq!(call("lent", r#"[{"itemName":"pen"},[{"itemName":"a"}],"ab",[1]]"#).unwrap(), "7");
    assert_eq!(call("absent", "[1]").unwrap(), "8");
    assert_eq!(call("absent", "[1,null,3]").unwrap(), "4");
    let bytes: Vec<u8> = app.call("Forms", "bytes", (vec![1_u8], ByteBuffer::from(vec![2]), ByteBuffer::from(vec![3]))).unwrap();
    assert_eq!(bytes, [1, 2, 3]);
    assert_eq!(call("compound", r#"[[1,[2,3]],{"a":[1]},{"Ok":1}]"#).unwrap(), "[1,1,true]");
    assert_eq!(call("client_error", "[]").unwrap_err(), "out_of_stock");
    for id in ["io_error", "boxed_error", "boxed_send_error", "call_error", "text_error"] {
        assert_eq!(call(id, "[]").unwrap_err(), "internal", "{id}");
    }
    let ends = app.invoke_async("Forms", "without_size", r#"["a\\b/c"]"#);
    assert_eq!(futures_executor::block_on(ends).unwrap(), "true");
    assert_eq!(call("path_length", "[[1,2]]").unwrap(), "2");
    assert_eq!(call("opaque", "[]").unwrap(), "[1,2]");
    assert_eq!(call("sixteen", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]").unwrap(), "16");
}
