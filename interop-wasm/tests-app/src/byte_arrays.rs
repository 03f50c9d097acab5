//! Byte arrays at any depth, both ways.

use std::collections::BTreeMap;

use interop_core::{ByteBuffer, js_invokable};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
pub struct Parcel {
    label: String,
    parts: Vec<ByteBuffer>,
    by_name: BTreeMap<String, Vec<u8>>,
    inner: Option<Box<Parcel>>,
}

#[js_invokable(name = "Echo")]
pub fn echo(data: ByteBuffer) -> ByteBuffer {
    data
}

#[js_invokable]
pub async fn echo_async(data: ByteBuffer) -> ByteBuffer {
    data
}

#[js_invokable]
pub fn echo_vec(data: Vec<u8>) -> Vec<u8> {
    data
}

#[js_invokable]
pub fn echo_parcel(parcel: Parcel) -> Parcel {
    parcel
}

#[js_invokable]
pub fn sum(data: &[u8]) -> u64 {
    data.iter().copied().map(u64::from).sum()
}

#[js_invokable]
pub fn filled(length: usize, byte: u8) -> Vec<u8> {
    vec![byte; length]
}

/// Text and bytes in, text and bytes out.
#[js_invokable]
pub fn turn(text: &str, data: &[u8]) -> (String, Vec<u8>) {
    (text.chars().rev().collect(), data.iter().rev().copied().collect())
}

#[js_invokable]
pub async fn turn_async(text: String, data: ByteBuffer) -> (String, Vec<u8>) {
    turn(&text, &data)
}
