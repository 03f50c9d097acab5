//! Pieces of JavaScript and TypeScript text.

/// A string literal in single quotes.
pub(super) fn string(text: &str) -> String {
    // JSON is a subset of JavaScript; only the quotes differ.
    let json = serde_json::Value::from(text).to_string();
    let inner = json[1..json.len() - 1].replace("\\\"", "\"").replace('\'', "\\'");
    format!("'{inner}'")
}

/// A comment before a declaration, with its tags, or nothing if it would be empty.
pub(super) fn comment(docs: &str, tags: &[String], indent: &str) -> String {
    let docs = docs.trim();
    let lines = docs.lines().map(no_tag).chain(tags.iter().flat_map(|tag| {
        let mut lines = tag.lines();
        let first = lines.next().map(str::to_owned);
        first.into_iter().chain(lines.map(|line| format!("  {}", no_tag(line))))
    }));
    // Rust documentation may contain text that would end the comment.
    let lines: Vec<String> = lines.map(|line| line.trim_end().replace("*/", "*\\/")).collect();
    match &*lines {
        [] => String::new(),
        [line] if tags.is_empty() => format!("{indent}/** {line} */\n"),
        lines => {
            let body: String = lines
                .iter()
                .map(|line| if line.is_empty() { format!("{indent} *\n") } else { format!("{indent} * {line}\n") })
                .collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// A line of Rust documentation, in which an `@` at the beginning does not start a tag.
fn no_tag(line: &str) -> String {
    let text = line.trim_start();
    if text.starts_with('@') { format!("{}\\{text}", &line[..line.len() - text.len()]) } else { line.to_owned() }
}

/// The text with more indentation.
pub(super) fn indented(text: &str, by: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| if line.trim().is_empty() { line.to_owned() } else { format!("{by}{line}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string(r#"it's "so" \ 1"#), r#"'it\'s "so" \\ 1'"#);
        assert_eq!(string("a\nb\u{1}"), r"'a\nb\u0001'");
    }

    #[test]
    fn comments_end_where_they_should() {
        assert_eq!(comment("One.", &[], ""), "/** One. */\n");
        assert_eq!(comment("", &[], ""), "");
        assert_eq!(comment("@deprecated is a word.", &[], ""), "/** \\@deprecated is a word. */\n");
        let tags = ["@deprecated use\nother".to_owned()];
        assert_eq!(
            comment("A */ b.\n\nC.", &tags, "  "),
            "  /**\n   * A *\\/ b.\n   *\n   * C.\n   * @deprecated use\n   *   other\n   */\n"
        );
    }
}
