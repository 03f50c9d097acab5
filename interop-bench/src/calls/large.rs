//! Row 4: 64 KiB of JSON arguments, compared with `serde_json` alone.

use std::hint::black_box;

use interop_core::host::{Invocation, Reply};
use serde::de::DeserializeOwned;

use super::Comparison;
use super::methods::{ASSEMBLY, Address, Customer, Line, Order, Status, circuit};
use crate::table::Target;
use crate::timing::{Batch, repeat};

const SIZE: usize = 64 * 1024;

pub(super) fn comparisons() -> Vec<Comparison> {
    vec![
        Comparison {
            id: "4a",
            what: "64 KiB of numbers / serde_json::from_str",
            ours: || invoke("take_numbers", numbers()),
            peer: || decode::<(Vec<i64>, Vec<f64>)>(numbers()),
            target: Target::AtMost(1.05),
        },
        Comparison {
            id: "4b",
            what: "64 KiB of strings / serde_json::from_str",
            ours: || invoke("take_strings", strings()),
            peer: || decode::<(Vec<String>,)>(strings()),
            target: Target::AtMost(1.05),
        },
        Comparison {
            id: "4c",
            what: "64 KiB of nested structs / serde_json::from_str",
            ours: || invoke("take_orders", orders()),
            peer: || decode::<(Vec<Order>,)>(orders()),
            target: Target::AtMost(1.1),
        },
    ]
}

fn invoke(method: &'static str, args: String) -> Batch {
    let host = circuit();
    let mut reply = Reply::new();
    repeat(move || {
        let invocation = Invocation::on_assembly(ASSEMBLY, method, black_box(args.as_str()));
        host.invoke(&invocation, &mut reply).expect("the arguments fit");
        black_box(&reply);
    })
}

fn decode<T: DeserializeOwned>(args: String) -> Batch {
    repeat(move || {
        let decoded: T = serde_json::from_str(black_box(&args)).expect("the arguments fit");
        black_box(&decoded);
    })
}

/// Half integers and half floating-point numbers.
fn numbers() -> String {
    let integers = elements(SIZE / 2, |i| (i64::from(i) * 7_919) << (i % 32));
    let floats = elements(SIZE / 2, |i| f64::from(i) * 3.25 / 7.0);
    format!("[{integers},{floats}]")
}

/// Words and sentences, one in eight with escapes.
fn strings() -> String {
    let text = elements(SIZE, |i| {
        let words = "the quick brown fox jumps over the lazy dog ".repeat(1 + i as usize % 3);
        let end = if i % 8 == 0 { "and says \"what?\"\n" } else { "and goes" };
        format!("{}{end} {i}", &words[..words.len() - i as usize % 40])
    });
    format!("[{text}]")
}

fn orders() -> String {
    let orders = elements(SIZE, |i| Order {
        id: u64::from(i) << 20,
        customer: Customer {
            name: format!("Customer {i}"),
            address: Address {
                street: format!("{i} Long Street"),
                city: "Amsterdam".to_owned(),
                position: (52.37, 4.9 + f64::from(i) / 1024.0),
            },
        },
        lines: (0..3 + i % 3)
            .map(|line| Line {
                product: i * 10 + line,
                name: format!("Product {line} of order {i}"),
                quantity: 1 + u16::try_from(line).unwrap_or_default(),
                price: f64::from(i * 100 + line) / 8.0,
            })
            .collect(),
        status: if i % 3 == 0 { Status::Open } else { Status::Shipped { day: i, carrier: "Post".to_owned() } },
        note: (i % 4 == 0).then(|| "Ring twice".to_owned()),
    });
    format!("[{orders}]")
}

/// A JSON array of this many bytes, or the few more that its last element needs.
fn elements<T: serde::Serialize>(bytes: usize, element: impl Fn(u32) -> T) -> String {
    let mut json = String::from("[");
    for i in 0.. {
        json += &serde_json::to_string(&element(i)).expect("it is plain data");
        if json.len() >= bytes {
            break;
        }
        json.push(',');
    }
    json.push(']');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_as_large_as_they_say() {
        for args in [numbers(), strings(), orders()] {
            assert!((SIZE..SIZE + 1024).contains(&args.len()), "{}", args.len());
        }
    }
}
