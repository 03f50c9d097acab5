//! A call has the same meaning as the text of its arguments has for `serde_json`, and fails if `serde_json` fails.
//!
//! The input is the name of a method in the first line, followed by its arguments.

pub mod methods;

use interop_core::InProcess;
use interop_tests::{Client, detailed};

use self::methods::{ECHOES, OTHERS};

/// Runs one call.
///
/// # Panics
///
/// If the method returns a wrong value, or if there is no answer or more than one.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (method, arguments) = text.split_once('\n').unwrap_or((&text, ""));
    match ECHOES.iter().find(|(name, _)| *name == method) {
        Some((name, _)) => check_echo(name, arguments),
        None if OTHERS.contains(&method) => check_answered("Fuzz", method, arguments),
        None => check_answered("Nowhere", method, arguments),
    }
}

/// Whether `serde_json` and the codec must agree on a text. Their limits of depth differ.
pub fn is_comparable(arguments: &str) -> bool {
    arguments.matches(['[', '{']).count() < 30
}

/// Calls a method of [`ECHOES`] and compares the result with that of `serde_json`.
///
/// # Panics
///
/// If they differ, or if there is no such method.
pub fn check_echo(method: &str, arguments: &str) {
    if !is_comparable(arguments) {
        return check_answered("Fuzz", method, arguments);
    }
    let (_, again) = ECHOES.iter().find(|(name, _)| *name == method).expect("a method of the table");
    // References are refused, while `serde_json` reads them as ordinary objects.
    let has_references = arguments.contains('_') || arguments.contains("\\u");
    // Keys with this prefix are escaped when they are written, so they change.
    let has_escapes = arguments.contains('!') || arguments.contains("\\u0021");
    match (
        InProcess::with_options(detailed().round_large_integers(true)).invoke("Fuzz", method, arguments),
        again(arguments),
    ) {
        (Ok(_), Some(_)) if has_escapes => {}
        (Ok(json), expected) => assert_eq!(Some(json.replace("\"!__", "\"__")), expected, "{method}({arguments})"),
        (Err(failure), Some(json)) if !has_references => {
            panic!("{method}({arguments}) returns {json}, but failed: {failure}")
        }
        (Err(failure), _) => assert_eq!(failure.code, "invalid_arguments", "{method}({arguments})"),
    }
}

/// Calls any method as a client would, which must get exactly one answer and must be able to continue.
///
/// # Panics
///
/// If there is no answer or more than one, or if the client cannot continue.
pub fn check_answered(assembly: &str, method: &str, arguments: &str) {
    let client = Client::with_options(detailed().round_large_integers(true));
    let call = client.begin(assembly, method, arguments);
    let answers = client.answers();
    assert_eq!(answers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [call], "{method}({arguments})");
    if let Err(failure) = &answers[0].1 {
        let codes = ["invalid_arguments", "object_disposed", "limit_exceeded", "not_found"];
        assert!(codes.contains(&&*failure.code), "{method}({arguments}): {failure}");
    }
    assert_eq!(client.call("Fuzz", "flag", "[true]"), Ok("[true]".to_owned()));
}
