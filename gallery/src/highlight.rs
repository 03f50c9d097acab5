//! Highlights Rust and JavaScript as HTML: attributes, comments, strings, numbers, keywords and types. The highlighting
//! may be imprecise, but never loses a character.

/// Returns the highlighted text as HTML.
pub(crate) fn highlight(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((class, length)) = attribute(rest) {
            // The tokens inside keep their own colors.
            let (opening, inside) = rest[..length].split_at(rest.find('[').map_or(0, |at| at + 1));
            html.push_str(&format!("<span class=\"{class}\">{}{}</span>", escape(opening), highlight(inside)));
            rest = &rest[length..];
            continue;
        }
        let (class, length) = token(rest, first);
        let (token, after) = rest.split_at(length);
        match class {
            Some(class) => {
                html.push_str("<span class=\"");
                html.push_str(class);
                html.push_str("\">");
                html.push_str(&escape(token));
                html.push_str("</span>");
            }
            None => html.push_str(&escape(token)),
        }
        rest = after;
    }
    html
}

/// Escapes text for use in elements and attributes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The class and the length of the attribute at the start of the text. The attributes of this project have a separate
/// class, because the page is about them.
fn attribute(text: &str) -> Option<(&'static str, usize)> {
    let name = text.strip_prefix("#[").or_else(|| text.strip_prefix("#!["))?;
    let class = if INTEROP_ATTRIBUTES.contains(&&name[..word(name)]) { "i" } else { "a" };
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(first) = text[at..].chars().next() {
        match first {
            '"' => {
                at += string(&text[at..], first);
                continue;
            }
            '[' => depth += 1,
            ']' if depth == 1 => return Some((class, at + 1)),
            ']' => depth -= 1,
            _ => {}
        }
        at += first.len_utf8();
    }
    None
}

const INTEROP_ATTRIBUTES: [&str; 2] = ["js_invokable", "interop_object"];

/// The class and the length of the token at the start of the text.
fn token(text: &str, first: char) -> (Option<&'static str>, usize) {
    match first {
        '/' if text.starts_with("//") => (Some("c"), text.find('\n').unwrap_or(text.len())),
        '"' | '`' => (Some("s"), string(text, first)),
        '\'' => match string(text, first) {
            // A lifetime, not a character.
            length if is_name(&text[1..length]) && !is_quoted(text, length) => (None, 1),
            length => (Some("s"), length),
        },
        '0'..='9' => (Some("n"), word(text)),
        _ if is_name_start(first) => {
            let length = word(text);
            (class_of(&text[..length]), length)
        }
        _ => (None, first.len_utf8()),
    }
}

/// The length of the string that starts with this quote. It ends at the matching quote, or at the end of the line or,
/// for a template literal, of the text.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote == '\'' => return at,
            _ if char == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_quoted(text: &str, length: usize) -> bool {
    length > 1 && text[..length].ends_with('\'')
}

fn word(text: &str) -> usize {
    text.find(|c: char| !(is_name_start(c) || c.is_ascii_digit())).unwrap_or(text.len())
}

fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(is_name_start)
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn class_of(word: &str) -> Option<&'static str> {
    if KEYWORDS.contains(&word) {
        Some("k")
    } else if word.starts_with(|c: char| c.is_uppercase()) {
        Some("t")
    } else {
        None
    }
}

/// The keywords of both languages.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "catch", "class", "const", "crate", "dyn", "else", "enum", "export", "extern", "false",
    "fn", "for", "function", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "new", "null", "pub",
    "return", "self", "Self", "static", "struct", "super", "this", "trait", "true", "try", "type", "use", "var",
    "where", "while",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_or_left_unescaped() {
        for example in crate::catalogue::EXAMPLES {
            for source in example.rust.iter().chain(example.javascript) {
                let html = highlight(source.text);
                let mut text = String::new();
                for (index, part) in html.split('<').enumerate() {
                    text.push_str(if index == 0 { part } else { part.split_once('>').unwrap().1 });
                }
                assert_eq!(text, escape(source.text), "{}", source.name);
            }
        }
    }

    #[test]
    fn each_kind_of_token_has_its_class() {
        assert_eq!(highlight("fn a"), r#"<span class="k">fn</span> a"#);
        assert_eq!(highlight("1 // <"), r#"<span class="n">1</span> <span class="c">// &lt;</span>"#);
        assert_eq!(highlight("'a' + `b`"), r#"<span class="s">'a'</span> + <span class="s">`b`</span>"#);
        assert_eq!(
            highlight(r#""\"" Vec"#),
            r#"<span class="s">&quot;\&quot;&quot;</span> <span class="t">Vec</span>"#
        );
    }

    #[test]
    fn attributes_are_marked_with_everything_in_them_and_those_of_this_project_most() {
        assert_eq!(
            highlight("#[derive(Debug)] x"),
            r#"<span class="a">#[derive(<span class="t">Debug</span>)]</span> x"#
        );
        assert_eq!(
            highlight(r#"#[js_invokable(name = "a]")]"#),
            r#"<span class="i">#[js_invokable(name = <span class="s">&quot;a]&quot;</span>)]</span>"#
        );
        assert_eq!(
            highlight("#[interop_object]\nimpl"),
            "<span class=\"i\">#[interop_object]</span>\n<span class=\"k\">impl</span>"
        );
        assert_eq!(highlight("#[a"), "#[a");
    }

    #[test]
    fn a_lifetime_is_not_a_string() {
        assert_eq!(highlight("'static,"), r#"'<span class="k">static</span>,"#);
    }
}
