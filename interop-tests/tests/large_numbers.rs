//! Numbers that JavaScript or JSON cannot represent are transferred exactly, or are an error that names the fix.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use interop_core::{BigInt, CircuitOptions, js_invokable};
use interop_tests::{Client, app, detailed, failure, sanitized};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Tests");

const MAX_SAFE: i64 = (1 << 53) - 1;

#[js_invokable]
pub fn plain(value: u64) -> u64 {
    value
}

#[js_invokable]
pub fn negative() -> i64 {
    -MAX_SAFE - 1
}

#[js_invokable]
pub fn huge() -> u128 {
    u128::MAX
}

#[js_invokable]
pub fn big(value: BigInt<i128>) -> BigInt<i128> {
    value
}

#[js_invokable]
pub fn small(value: BigInt<i8>) -> i8 {
    value.0
}

#[derive(Serialize, Deserialize)]
pub struct Account {
    id: BigInt<u64>,
    limits: Vec<u128>,
}

#[js_invokable]
pub fn account(account: Account) -> Account {
    Account { limits: Vec::new(), ..account }
}

#[js_invokable]
pub fn number(value: f64) -> f64 {
    1.0 / value
}

#[js_invokable]
pub fn single() -> Vec<f32> {
    vec![f32::NAN]
}

#[test]
fn integers_that_javascript_would_round_are_an_error_that_names_the_fix() {
    let client = Client::with_options(detailed());
    assert_eq!(client.call("Tests", "plain", &format!("[{MAX_SAFE}]")).unwrap(), MAX_SAFE.to_string());
    for (method, args) in [("plain", format!("[{}]", MAX_SAFE + 1)), ("negative", "[]".into()), ("huge", "[]".into())] {
        let (code, text) = failure(client.call("Tests", method, &args));
        assert_eq!(code, "internal", "{method}");
        assert!(text.contains("BigInt<T>") && text.contains("round_large_integers"), "{text}");
    }
    let client = Client::with_options(sanitized());
    let (_, text) = failure(client.call("Tests", "huge", "[]"));
    assert!(!text.contains("BigInt"), "{text}");
}

#[test]
fn an_option_sends_them_as_numbers() {
    let client = Client::with_options(CircuitOptions::new().round_large_integers(true));
    assert_eq!(client.call("Tests", "huge", "[]").unwrap(), u128::MAX.to_string());
    assert_eq!(client.call("Tests", "plain", &format!("[{}]", u64::MAX)).unwrap(), u64::MAX.to_string());
}

#[test]
fn big_integers_are_transferred_exactly() {
    let client = Client::new();
    for value in [0, -1, i128::MAX, i128::MIN] {
        for argument in
            [format!("{value}"), format!(r#"{{"__bigint":"{value}"}}"#), format!(" {{ \"__bigint\" : \"{value}\" }}")]
        {
            let result = client.call("Tests", "big", &format!("[{argument}]")).unwrap();
            assert_eq!(result, format!(r#"{{"__bigint":"{value}"}}"#), "{argument}");
        }
    }
    let max = u64::MAX;
    let result = client.call("Tests", "account", &format!(r#"[{{"id":{max},"limits":[{}]}}]"#, u128::MAX));
    assert_eq!(result.unwrap(), format!(r#"{{"id":{{"__bigint":"{max}"}},"limits":[]}}"#));
}

#[test]
fn what_is_no_integer_of_the_type_is_an_error_of_the_call() {
    let client = Client::new();
    let long = "9".repeat(30_000);
    for argument in [
        r#"{"__bigint":"x"}"#,
        r#"{"__bigint":""}"#,
        r#"{"__bigint":1}"#,
        r#"{"__bigint":"1","x":1}"#,
        "128",
        "-129",
        "1.0",
        "1e2",
        r#""1""#,
        "null",
        "[1]",
        "{}",
        "true",
        &long,
        &format!(r#"{{"__bigint":"{long}"}}"#),
    ] {
        let (code, text) = failure(client.call("Tests", "small", &format!("[{argument}]")));
        assert_eq!(code, "invalid_arguments", "{}: {text}", &argument[..argument.len().min(40)]);
    }
}

#[test]
fn numbers_that_json_does_not_have_are_an_error_that_names_the_fix() {
    let client = Client::with_options(detailed());
    for (method, args) in [("number", "[0]"), ("single", "[]")] {
        let (code, text) = failure(client.call("Tests", method, args));
        assert_eq!(code, "internal", "{method}");
        assert!(text.contains("TypedArray"), "{text}");
    }
    assert_eq!(client.call("Tests", "number", "[4]").unwrap(), "0.25");
}

#[test]
fn a_big_integer_comes_back_in_process() {
    let result: BigInt<i128> = app().call("Tests", "big", (BigInt(i128::MIN),)).unwrap();
    assert_eq!(result.0, i128::MIN);
}

#[test]
fn a_big_integer_consists_of_an_optional_sign_and_digits() {
    let client = Client::new();
    assert_eq!(client.call("Tests", "small", r#"[{"__bigint":"-7"}]"#).unwrap(), "-7");
    for bad in [
        r#"{"__bigint":"x"}"#,
        r#"{"__bigint":""}"#,
        r#"{"__bigint":"-"}"#,
        r#"{"__bigint":"+7"}"#,
        r#"{"__bigint":" 7"}"#,
        r#"{"__bigint":"0x7"}"#,
        r#"{"__bigint":"7n"}"#,
        r#"{"__bigint":"7.0"}"#,
        r#"{"__bigint":"1e1"}"#,
        r#"{"__bigint":"\u0037"}"#,
        r#"{"__bigint":12}"#,
        r#"{"__bigint":null}"#,
        r#"{"__bigint":["7"]}"#,
        r#"{"__bigint":"7","more":1}"#,
        r#"{"more":1,"__bigint":"7"}"#,
        r#"{"__bigint":"7","__bigint":"7"}"#,
        "{}",
        "7.5",
        "1e1",
        "true",
    ] {
        let (code, message) = failure(client.call("Tests", "small", &format!("[{bad}]")));
        assert_eq!(code, "invalid_arguments", "{bad}");
        assert!(message.contains("expected an integer"), "{bad}: {message}");
    }
}

#[test]
fn integers_of_a_million_digits_are_refused_in_linear_time() {
    let client = Client::with_options(detailed().max_argument_bytes(1 << 24));
    for digits in ["7".repeat(1_000_000), format!("-{}", "9".repeat(1_000_000)), format!("1{}", "0".repeat(1_000_000))]
    {
        for (method, args) in [
            ("plain", format!("[{digits}]")),
            ("big", format!("[{digits}]")),
            ("big", format!(r#"[{{"__bigint":"{digits}"}}]"#)),
            ("account", format!(r#"[{{"id":{digits},"limits":[{digits}]}}]"#)),
            ("account", format!(r#"[{{"id":1,"limits":[{digits}]}}]"#)),
        ] {
            // An algorithm that looks at each digit once for each other one would take minutes.
            let begun = std::time::Instant::now();
            let (code, message) = failure(client.call("Tests", method, &args));
            assert_eq!(code, "invalid_arguments", "{method}");
            assert!(message.len() < 1000, "{} bytes of text", message.len());
            assert!(begun.elapsed() < std::time::Duration::from_secs(5), "{method}: {:?}", begun.elapsed());
        }
    }
}
