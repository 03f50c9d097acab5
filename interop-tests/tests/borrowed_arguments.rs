//! Strings that the text of the call lends, with and without escapes, in synchronous methods and across an `await`.

// What the tests call are fixtures, with the signatures that they test.
#![allow(missing_docs, missing_debug_implementations, clippy::missing_panics_doc, clippy::needless_pass_by_value)]

use std::borrow::Cow;

use interop_core::{State, js_invokable};
use interop_tests::{Client, Gate, app, detailed, failure};
use serde::Deserialize;

interop_core::assembly!("Tests");

#[js_invokable]
pub fn echo(text: &str) -> String {
    text.to_owned()
}

#[js_invokable]
pub fn maybe(text: Option<&str>) -> Option<usize> {
    text.map(str::len)
}

pub type Name<'a> = &'a str;

#[js_invokable]
pub fn aliased(name: Name<'_>) -> String {
    name.to_uppercase()
}

#[js_invokable]
pub fn named_lifetime<'a>(left: &'a str, right: &'a str) -> &'a str {
    if left.len() > right.len() { left } else { right }
}

#[derive(Deserialize)]
pub struct Person<'a> {
    #[serde(borrow)]
    name: &'a str,
    #[serde(borrow)]
    nick: Option<&'a str>,
    #[serde(borrow)]
    tags: Vec<&'a str>,
    #[serde(borrow)]
    note: Cow<'a, str>,
}

fn describe(person: &Person<'_>) -> String {
    format!("{}|{:?}|{:?}|{}", person.name, person.nick, person.tags, person.note)
}

#[js_invokable]
pub fn person(person: Person<'_>) -> String {
    describe(&person)
}

#[js_invokable]
pub fn list(texts: Vec<&str>) -> String {
    texts.concat()
}

#[js_invokable]
pub async fn held(gate: State<Gate>, text: &str, maybe: Option<&str>, person: Person<'_>) -> String {
    gate.pass().await;
    format!("{text}|{maybe:?}|{}", describe(&person))
}

#[js_invokable(blocking)]
pub fn on_another_thread(text: &str, person: Person<'_>) -> String {
    format!("{text}|{}", describe(&person))
}

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Untagged<'a> {
    Text(&'a str),
    Number(i64),
}

#[js_invokable]
pub fn untagged(value: Untagged<'_>) -> String {
    match value {
        Untagged::Text(text) => text.to_owned(),
        Untagged::Number(number) => number.to_string(),
    }
}

#[derive(Deserialize)]
#[serde(tag = "kind")]
pub enum Tagged<'a> {
    Word { text: &'a str },
}

#[js_invokable]
pub fn tagged(value: Tagged<'_>) -> String {
    let Tagged::Word { text } = value;
    text.to_owned()
}

/// The same string as JSON texts, without and with escapes.
const SPELLINGS: [(&str, &str); 5] = [
    (r#""plain""#, "plain"),
    (r#""""#, ""),
    (r#""Zo\u00eb said \"hi\"\n""#, "Zoë said \"hi\"\n"),
    (r#""\ud83d\ude00""#, "😀"),
    (r#""ünescaped""#, "ünescaped"),
];

fn string(json: &str) -> String {
    serde_json::from_str(json).expect("a string")
}

#[test]
fn a_string_is_lent_with_and_without_escapes() {
    let app = app();
    for (json, text) in SPELLINGS {
        let args = format!("[{json}]");
        assert_eq!(string(&app.invoke("Tests", "echo", &args).unwrap()), text);
        assert_eq!(app.invoke("Tests", "maybe", &args).unwrap(), text.len().to_string());
        assert_eq!(string(&app.invoke("Tests", "aliased", &args).unwrap()), text.to_uppercase());
        assert_eq!(string(&app.invoke("Tests", "named_lifetime", &format!("[{json},{json}]")).unwrap()), text);
        assert_eq!(
            string(&app.invoke("Tests", "list", &format!(r#"[[{json},"-",{json}]]"#)).unwrap()),
            format!("{text}-{text}")
        );
    }
    assert_eq!(app.invoke("Tests", "maybe", "[null]").unwrap(), "null");
}

fn person_json(json: &str) -> String {
    format!(r#"{{"name":{json},"nick":{json},"tags":[{json},{json}],"note":{json}}}"#)
}

fn person_text(text: &str) -> String {
    format!("{text}|{:?}|{:?}|{text}", Some(text), [text, text])
}

#[test]
fn fields_borrow_too() {
    let app = app();
    for (json, text) in SPELLINGS {
        let result = app.invoke("Tests", "person", &format!("[{}]", person_json(json))).unwrap();
        assert_eq!(string(&result), person_text(text));
    }
}

#[test]
fn borrowed_strings_live_as_long_as_the_future() {
    for (json, text) in SPELLINGS {
        let gate = Gate::new();
        let client = Client::of(interop_core::host::CircuitHost::builder().options(detailed()).state(gate.clone()));
        let args = format!("[{json},{json},{}]", person_json(json));
        let id = client.begin("Tests", "held", &args);
        drop(args);
        assert_eq!(client.answers(), []);

        gate.open();

        let (answered, result) = client.answer();
        assert_eq!(answered, id);
        assert_eq!(string(&result.unwrap()), format!("{text}|{:?}|{}", Some(text), person_text(text)));
    }
}

#[test]
fn borrowed_strings_go_to_another_thread_with_their_call() {
    let app = app();
    for (json, text) in SPELLINGS {
        let args = format!("[{json},{}]", person_json(json));
        let result = futures_executor::block_on(app.invoke_async("Tests", "on_another_thread", &args)).unwrap();
        assert_eq!(string(&result), format!("{text}|{}", person_text(text)));
    }
}

#[test]
fn what_is_no_string_is_not_lent_as_one() {
    let app = app();
    for (method, json) in [("echo", "1"), ("echo", "null"), ("maybe", "[]"), ("aliased", "{}"), ("list", r#"["a",1]"#)]
    {
        let (code, text) = failure(app.invoke("Tests", method, &format!("[{json}]")));
        assert_eq!(code, "invalid_arguments");
        assert!(text.contains("expected a string, got "), "{text}");
    }
    let (code, _) = failure(app.invoke("Tests", "echo", r#"["\ud800"]"#));
    assert_eq!(code, "invalid_arguments");
}

#[test]
fn untagged_and_tagged_enums_borrow_with_and_without_escapes() {
    let app = app();
    for (json, text) in SPELLINGS {
        let untagged = app.invoke("Tests", "untagged", &format!("[{json}]"));
        assert_eq!(untagged.map(|json| string(&json)), Ok(text.to_owned()), "untagged {json}");
        let tagged = app.invoke("Tests", "tagged", &format!(r#"[{{"kind":"Word","text":{json}}}]"#));
        assert_eq!(tagged.map(|json| string(&json)), Ok(text.to_owned()), "tagged {json}");
    }
    assert_eq!(app.invoke("Tests", "untagged", "[5]").unwrap(), r#""5""#);
}
