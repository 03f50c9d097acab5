//! Whatever text and bytes a client sends, there is one answer and no panic, and the value is that of `serde_json`.

use std::collections::BTreeMap;

use fuzz_targets::codec::methods::{ECHOES, OTHERS};
use fuzz_targets::codec::{check_echo, is_comparable};
use interop_core::InProcess;
use interop_tests::{Client, detailed};
use proptest::prelude::*;
use proptest::test_runner::Config;

fn blank() -> impl Strategy<Value = String> {
    prop_oneof![4 => Just(String::new()), 1 => "[ \t\r\n]{1,3}"]
}

/// The text of a number as clients may write it, including invalid ones.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (-3_i32..300).prop_map(|number| number.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:e}")),
        "-?[0-9]{1,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,4})?",
        "-?[0-9]{20,40}",
    ]
}

/// The text of a string, with or without escapes, including invalid ones.
fn string() -> impl Strategy<Value = String> {
    let unit = prop_oneof![
        6 => "[a-zA-Z0-9 _$]".prop_map(String::from),
        1 => any::<char>().prop_filter("written as it is", |c| !c.is_control() && !matches!(c, '"' | '\\')).prop_map(String::from),
        1 => prop_oneof![Just("\\n"), Just("\\\""), Just("\\\\"), Just("\\/"), Just("\\u0041"), Just("\\ud83d\\ude00")].prop_map(str::to_owned),
        1 => "\\\\u[0-9a-fA-F]{4}",
    ];
    let known = prop_oneof![
        Just("x"),
        Just("tags"),
        Just("next"),
        Just("kind"),
        Just("value"),
        Just("text"),
        Just("A"),
        Just("B"),
        Just("Empty"),
        Just("Circle"),
        Just("Box"),
        Just("Pair"),
        Just("width"),
        Just("height"),
        Just("AQI="),
        Just("data"),
        Just("item"),
        Just("1"),
        Just("__dotNetObject"),
        Just("__byte[]"),
        Just("$serde_json::private::RawValue"),
        Just("$serde_json::private::Number"),
    ];
    prop_oneof![
        2 => known.prop_map(|text| format!("\"{text}\"")),
        1 => prop::collection::vec(unit, 0..6).prop_map(|units| format!("\"{}\"", units.concat())),
    ]
}

/// A JSON text, which is occasionally invalid.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => number(),
        3 => string(),
        1 => Just("true".to_owned()),
        1 => Just("false".to_owned()),
        1 => Just("null".to_owned()),
        1 => (0_u8..3).prop_map(|id| format!(r#"{{"__dotNetObject":{id}}}"#)),
        1 => (0_u8..3).prop_map(|id| format!(r#"{{"__byte[]":{id}}}"#)),
        1 => (number(), string()).prop_map(|(x, tag)| format!(r#"{{"x":{x},"tags":[{tag}]}}"#)),
        1 => number().prop_map(|width| format!(r#"{{"Box":{{"width":{width},"height":2}}}}"#)),
        1 => number().prop_map(|value| format!(r#"{{"value":{value},"kind":"A"}}"#)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let array = (prop::collection::vec(inner.clone(), 0..4), blank())
            .prop_map(|(elements, blank)| format!("[{blank}{}]", elements.join(&format!("{blank},"))));
        let object = (prop::collection::vec((string(), inner), 0..4), blank()).prop_map(|(entries, blank)| {
            let entries: Vec<_> = entries.into_iter().map(|(key, value)| format!("{key}{blank}:{value}")).collect();
            format!("{{{}}}", entries.join(","))
        });
        prop_oneof![array, object]
    })
}

/// A list of arguments, usually of a suitable length.
fn arguments() -> impl Strategy<Value = String> {
    (prop::collection::vec(json(), 0..4), blank(), blank()).prop_map(|(arguments, before, after)| {
        let arguments: Vec<_> = arguments.iter().map(|argument| format!("{before}{argument}")).collect();
        format!("{before}[{}]{after}", arguments.join(","))
    })
}

/// A text that was JSON before it was altered.
fn broken() -> impl Strategy<Value = String> {
    let accident =
        prop_oneof!["[\\[\\]{},:\"\\\\ 0-9eE.+-]", any::<char>().prop_map(String::from), Just(String::new())];
    (arguments(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), accident).prop_map(
        |(text, from, to, accident)| {
            let characters: Vec<char> = text.chars().collect();
            let (from, to) = (from.index(characters.len() + 1), to.index(characters.len() + 1));
            let (from, to) = (from.min(to), (from.min(to) + 2).min(from.max(to)));
            characters[..from]
                .iter()
                .chain(accident.chars().collect::<Vec<_>>().iter())
                .chain(&characters[to..])
                .collect()
        },
    )
}

/// Bytes that may not be UTF-8.
fn bytes_as_text() -> impl Strategy<Value = String> {
    prop::collection::vec(any::<u8>(), 0..64).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![6 => arguments(), 3 => broken(), 1 => bytes_as_text(), 1 => any::<String>()]
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// A client that holds the object with the id 1.
fn client() -> Client {
    let client = Client::with_options(detailed().max_argument_bytes(1 << 20).round_large_integers(true));
    assert_eq!(client.call("Fuzz", "item", "[]").unwrap(), r#"{"__dotNetObject":1}"#);
    client
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn a_call_means_what_serde_json_makes_of_its_text(text in any_text()) {
        prop_assume!(is_comparable(&text));
        for (method, _) in ECHOES {
            check_echo(method, &text);
        }
    }

    #[test]
    fn every_call_has_one_answer_and_the_circuit_lives(
        texts in prop::collection::vec(any_text(), 1..4),
        arrays in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..4), 0..3),
    ) {
        let client = client();
        let echoes = ECHOES.iter().map(|(method, _)| *method);
        for (method, text) in echoes.chain(OTHERS).flat_map(|method| texts.iter().map(move |text| (method, text))) {
            for (id, array) in arrays.iter().enumerate() {
                client.send_bytes(id as u64, array);
            }
            let id = client.begin("Fuzz", method, text);
            let mut answers = client.answers();
            prop_assert_eq!(answers.len(), 1, "{}({}): {:?}", method, text, &answers);
            let (answered, result) = answers.remove(0);
            prop_assert_eq!(answered, id);
            if let Err(failure) = result {
                let known = ["invalid_arguments", "object_disposed", "limit_exceeded"];
                prop_assert!(known.contains(&&*failure.code), "{}({}): {:?}", method, text, failure);
            }
        }
        for text in &texts {
            let id = client.begin_on(1, "touch", text);
            let answers = client.answers();
            prop_assert_eq!(answers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [id]);
        }
        prop_assert_eq!(client.call("Fuzz", "flag", "[true]"), Ok("[true]".to_owned()));
        prop_assert_eq!(client.circuit().object_count(), 1);
    }

    #[test]
    fn names_and_object_ids_may_be_anything(
        assembly in any::<String>(),
        method in any::<String>(),
        object in any::<u64>(),
        text in any_text(),
    ) {
        let client = client();
        client.begin(&assembly, &method, &text);
        client.begin("Fuzz", &method, &text);
        client.begin_on(object, &method, &text);
        client.begin_on(1, &method, &text);
        let answers = client.answers();
        prop_assert_eq!(answers.len(), 4);
        prop_assert!(answers.iter().all(|(_, result)| result.is_err()), "{:?}", answers);
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn lent_strings_are_the_strings_that_were_sent(a in any::<String>(), b in prop::option::of(any::<String>())) {
        let app = InProcess::with_options(detailed().round_large_integers(true));
        let (sent, expected) = (serde_json::to_string(&(&a, &b)).unwrap(), (a, b));

        let json = app.invoke("Fuzz", "lent", &sent).unwrap();

        prop_assert_eq!(serde_json::from_str::<(String, Option<String>)>(&json).unwrap(), expected);
        prop_assert_eq!(json, sent);
    }

    #[test]
    fn escaped_strings_are_the_strings_that_were_meant(text in any::<String>()) {
        let escaped: Vec<_> = text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();

        let json = InProcess::with_options(detailed().round_large_integers(true)).invoke("Fuzz", "lent", &format!("[\"{}\"]", escaped.concat())).unwrap();

        prop_assert_eq!(json, serde_json::to_string(&(text, None::<String>)).unwrap());
    }

    #[test]
    fn typed_values_survive_both_ways(
        numbers in prop::collection::vec(any::<i32>(), 0..20),
        table in prop::collection::btree_map(any::<String>(), any::<i32>(), 0..5),
        a in any::<i64>(),
        b in any::<u64>(),
    ) {
        let app = InProcess::with_options(detailed().round_large_integers(true));
        let args = (numbers.clone(),);
        prop_assert_eq!(app.call::<(Vec<i32>,)>("Fuzz", "numbers", args).unwrap().0, numbers);
        prop_assert_eq!(app.call::<(BTreeMap<String, i32>,)>("Fuzz", "table", (&table,)).unwrap().0, table);
        prop_assert_eq!(app.call::<(i64, u64)>("Fuzz", "large_integers", (a, b)).unwrap(), (a, b));
    }
}
