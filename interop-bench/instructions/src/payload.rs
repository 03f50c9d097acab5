//! Arguments of 64 KiB.

// The types of parameters must be public, although nothing outside this program can use them.
#![allow(unreachable_pub)]

use serde::{Deserialize, Serialize};

const SIZE: usize = 64 * 1024;

#[derive(Debug, Serialize, Deserialize)]
pub struct Order {
    id: u64,
    customer: Customer,
    lines: Vec<Line>,
    note: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Customer {
    name: String,
    position: (f64, f64),
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    product: u32,
    name: String,
    price: f64,
}

/// Half integers and half floating-point numbers.
pub(crate) fn numbers() -> String {
    let integers = array_of(SIZE / 2, |i| (i64::from(i) * 7_919) << (i % 32));
    let floats = array_of(SIZE / 2, |i| f64::from(i) * 3.25 / 7.0);
    format!("[{integers},{floats}]")
}

/// Words and sentences, one in eight with escapes.
pub(crate) fn strings() -> String {
    let strings = array_of(SIZE, |i| {
        let words = "the quick brown fox jumps over the lazy dog ".repeat(1 + i as usize % 3);
        let end = if i % 8 == 0 { "and says \"what?\"\n" } else { "and goes" };
        format!("{words}{end} {i}")
    });
    format!("[{strings}]")
}

/// Nested structs.
pub(crate) fn orders() -> String {
    let orders = array_of(SIZE, |i| Order {
        id: u64::from(i) << 20,
        customer: Customer { name: format!("Customer {i}"), position: (52.37, 4.9 + f64::from(i) / 1024.0) },
        lines: (0..3 + i % 3)
            .map(|line| Line {
                product: i * 10 + line,
                name: format!("Product {line} of order {i}"),
                price: f64::from(i * 100 + line) / 8.0,
            })
            .collect(),
        note: (i % 4 == 0).then(|| "Ring twice".to_owned()),
    });
    format!("[{orders}]")
}

/// An array of as many elements as fit into this size.
fn array_of<T: Serialize>(size: usize, element: impl Fn(u32) -> T) -> String {
    let mut text = "[".to_owned();
    for i in 0.. {
        let element = serde_json::to_string(&element(i)).expect("the type is serializable");
        if text.len() + element.len() >= size {
            break;
        }
        if i > 0 {
            text.push(',');
        }
        text.push_str(&element);
    }
    text.push(']');
    text
}
