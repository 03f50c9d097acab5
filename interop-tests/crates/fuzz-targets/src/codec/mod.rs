//! A call means what `serde_json` makes of the text of its arguments, and fails where `serde_json` refuses it.
//!
//! Input is the name of a method in the first line, and its arguments behind it.

pub mod methods;

use interop_core::InProcess;
use interop_tests::{Client, detailed};

use self::methods::{ECHOES, OTHERS};

/// Tries one call.
///
/// # Panics
///
/// If the method returns something else than it should, or gives no answer or a second one.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (method, arguments) = text.split_once('\n').unwrap_or((&text, ""));
    match ECHOES.iter().find(|(name, _)| *name == method) {
        Some((name, _)) => check_echo(name, arguments),
        None if OTHERS.contains(&method) => check_answered("Fuzz", method, arguments),
        None => check_answered("Nowhere", method, arguments),
    }
}

/// Whether `serde_json` and the codec must agree on a text: they have different limits of depth.
pub fn is_comparable(arguments: &str) -> bool {
    arguments.matches(['[', '{']).count() < 30
}

/// Calls a method of [`ECHOES`] and compares the outcome with that of `serde_json`.
///
/// # Panics
///
/// If they differ, or there is no such method.
pub fn check_echo(method: &str, arguments: &str) {
    if !is_comparable(arguments) {
        return check_answered("Fuzz", method, arguments);
    }
    let (_, again) = ECHOES.iter().find(|(name, _)| *name == method).expect("a method of the table");
    // References are refused, where `serde_json` sees an object like any other.
    let has_references = arguments.contains('_') || arguments.contains("\\u");
    // Keys that begin so are escaped on their way out, and what is escaped already is not as it was.
    let has_escapes = arguments.contains('!') || arguments.contains("\\u0021");
    match (InProcess::with_options(detailed()).invoke("Fuzz", method, arguments), again(arguments)) {
        (Ok(_), Some(_)) if has_escapes => {}
        (Ok(json), expected) => assert_eq!(Some(json.replace("\"!__", "\"__")), expected, "{method}({arguments})"),
        (Err(failure), Some(json)) if !has_references => {
            panic!("{method}({arguments}) returns {json}, but failed: {failure}")
        }
        (Err(failure), _) => assert_eq!(failure.code, "invalid_arguments", "{method}({arguments})"),
    }
}

/// Calls any method as a client does, which gets exactly one answer and may go on.
///
/// # Panics
///
/// If there is another number of answers, or the client cannot go on.
pub fn check_answered(assembly: &str, method: &str, arguments: &str) {
    let client = Client::new();
    let call = client.begin(assembly, method, arguments);
    let answers = client.answers();
    assert_eq!(answers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [call], "{method}({arguments})");
    if let Err(failure) = &answers[0].1 {
        let codes = ["invalid_arguments", "object_disposed", "limit_exceeded", "not_found"];
        assert!(codes.contains(&&*failure.code), "{method}({arguments}): {failure}");
    }
    assert_eq!(client.call("Fuzz", "flag", "[true]"), Ok("[true]".to_owned()));
}
