//! The place in an argument at which decoding has failed, as JavaScript would write it.

use std::borrow::Cow;

use super::raw_text::{find_key, part};
use super::trail::Level;
use super::{JS_FUNCTION_KEY, JS_ITEMS_KEY, JsonKind};

/// A place in an argument, as JavaScript would write it: `[0].customer.name`. Empty for the argument itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ArgumentPlace {
    pub(crate) path: String,
    /// The kind of the value at the place, if the text has one there.
    pub(crate) found: Option<JsonKind>,
    /// What it is instead, if it belongs to Rust: a JavaScript function or a source of items.
    pub(crate) entrusted: Option<&'static Entrusted>,
}

/// A kind of value that only one type takes, because it is released with a value of that type.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entrusted {
    mark: &'static str,
    /// Its name in texts.
    pub(crate) words: &'static str,
    /// The type.
    pub(crate) taken_by: &'static str,
}

const ENTRUSTED: &[Entrusted] = &[
    Entrusted { mark: JS_FUNCTION_KEY, words: "a function", taken_by: "JsFunction<..>" },
    Entrusted { mark: JS_ITEMS_KEY, words: "an async iterable", taken_by: "JsItems<..>" },
];

/// Follows the levels into a JSON text, to the names of its properties.
pub(crate) fn find_place(json: &str, levels: &[Level]) -> ArgumentPlace {
    let mut place = ArgumentPlace::default();
    let mut json = json;
    for level in levels {
        let (inside, step) = match *level {
            Level::Element(index) => (part(json, index).map(|(_, value)| value), Cow::Owned(format!("[{index}]"))),
            Level::Entry { index, is_declared } => {
                let entry = part(json, index);
                let name = entry.as_ref().and_then(|(name, _)| name.clone()).filter(|_| is_declared);
                (entry.map(|(_, value)| value), name.unwrap_or(Cow::Borrowed("*")))
            }
        };
        if matches!(level, Level::Entry { .. }) && !place.path.is_empty() {
            place.path.push('.');
        }
        place.path.push_str(&step);
        match inside {
            Some(value) => json = value,
            None => return place,
        }
    }
    place.found = Some(JsonKind::of(json));
    place.entrusted =
        ENTRUSTED.iter().find(|entrusted| find_key(json, entrusted.mark).is_some_and(|place| place.is_empty()));
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"[{"customer":{"na\u006de":[1,"x"]},"other":{"k":null}}, true]"#;

    fn declared(index: usize) -> Level {
        Level::Entry { index, is_declared: true }
    }

    #[test]
    fn a_place_has_the_names_that_the_type_declares_and_no_others() {
        let found = |levels: &[Level]| {
            let ArgumentPlace { path, found, .. } = find_place(JSON, levels);
            (path, found)
        };
        assert_eq!(found(&[]), (String::new(), Some(JsonKind::Array)));
        assert_eq!(found(&[Level::Element(1)]), ("[1]".to_owned(), Some(JsonKind::True)));
        let name = [Level::Element(0), declared(0), declared(0), Level::Element(1)];
        assert_eq!(found(&name), ("[0].customer.name[1]".to_owned(), Some(JsonKind::String)));
        let key = [Level::Element(0), declared(1), Level::Entry { index: 0, is_declared: false }];
        assert_eq!(found(&key), ("[0].other.*".to_owned(), Some(JsonKind::Null)));
    }

    #[test]
    fn a_place_that_the_text_does_not_have_is_written_as_far_as_it_is_known() {
        let ArgumentPlace { path, found, .. } = find_place(JSON, &[Level::Element(7), declared(3)]);
        assert_eq!((path.as_str(), found), ("[7]", None));
        assert_eq!(find_place("<", &[declared(0)]).path, "*");
    }
}
