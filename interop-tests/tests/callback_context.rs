//! Closures as callbacks: they have the same parameters as functions, including context parameters.

use futures_executor::block_on;
use interop_core::{Callback, Circuit, InProcess, State};

struct Prices {
    apple: u32,
}

#[test]
fn a_callback_takes_arguments_and_context_parameters() {
    let app = InProcess::builder().state(Prices { apple: 3 }).build();
    let price = Callback::new("price", |count: u32, prices: State<Prices>, circuit: Circuit, note: Option<String>| {
        assert!(!circuit.is_closed());
        format!("{} {}", count * prices.apple, note.unwrap_or_default())
    });
    let answer: String = app.object(&price).call("price", (4, "each")).unwrap();
    assert_eq!(answer, "12 each");
    let answer: String = app.object(&price).call("price", (4,)).unwrap();
    assert_eq!(answer, "12 ");
}

#[test]
fn an_asynchronous_callback_takes_context_parameters() {
    let app = InProcess::builder().state(Prices { apple: 3 }).build();
    let price = Callback::new_async("price", |prices: State<Prices>, count: u32| async move { count * prices.apple });
    assert_eq!(block_on(app.object(&price).invoke_async("price", "[5]")).unwrap(), "15");
}

#[test]
fn a_callback_refuses_arguments_that_do_not_fit() {
    let app = InProcess::new();
    let double = Callback::new("double", |number: u32| number * 2);
    let failure = app.object(&double).invoke("double", r#"["two"]"#).unwrap_err();
    assert_eq!(failure.code, "invalid_arguments");
    let failure = app.object(&double).invoke("double", "[1,2]").unwrap_err();
    assert_eq!(failure.code, "invalid_arguments");
}
