//! The page: a template, one section for each example, and the files that it loads.

use std::fmt::Write as _;

use crate::catalogue::{EXAMPLES, Example, Source};
use crate::highlight::{escape, highlight};

/// A file that the page loads.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path, relative to the page.
    pub path: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub text: &'static str,
}

const STYLE_SHEET: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every file that the page loads, but for the client of the host.
pub fn files() -> Vec<File> {
    let mut files = vec![
        File { path: "style.css", media_type: STYLE_SHEET, text: include_str!("../page/style.css") },
        File { path: "gallery.js", media_type: SCRIPT, text: include_str!("../page/gallery.js") },
        File { path: "connect.js", media_type: SCRIPT, text: include_str!("../page/connect.js") },
    ];
    let sources = EXAMPLES.iter().flat_map(|example| example.javascript);
    files.extend(
        sources.filter_map(|source| source.url.map(|path| File { path, media_type: SCRIPT, text: source.text })),
    );
    files
}

/// The page itself.
pub fn html() -> String {
    let (mut navigation, mut sections) = (String::new(), String::new());
    for example in EXAMPLES {
        let _ = writeln!(navigation, "<li><a href=\"#{}\">{}</a></li>", example.id, escape(example.title));
        write_section(&mut sections, example);
    }
    include_str!("../page/index.html").replace("{{navigation}}", &navigation).replace("{{sections}}", &sections)
}

fn write_section(html: &mut String, example: &Example) {
    let Example { id, about, .. } = example;
    let title = escape(example.title);
    let _ = writeln!(
        html,
        "<section id=\"{id}\" _bl_{id} aria-labelledby=\"{id}-title\">\n<div class=\"demo\">\n\
         <h2 id=\"{id}-title\"><a href=\"#{id}\">{title}</a></h2>\n<p class=\"about\">{about}</p>\n\
         {}</div>\n<div class=\"sources\">",
        body(example)
    );
    for (index, source) in example.rust.iter().enumerate() {
        // The first file is the example; the others are what it uses.
        write_source(html, "Rust", source, index == 0);
    }
    for source in example.javascript {
        write_source(html, "JavaScript", source, true);
    }
    html.push_str("</div>\n");
    for url in example.javascript.iter().filter(|source| !source.is_module).filter_map(|source| source.url) {
        let _ = writeln!(html, "<script src=\"{url}\"></script>");
    }
    html.push_str("</section>\n");
}

/// The markup of the example; `{{file}}` stands for a snippet that is an attribute.
fn body(example: &Example) -> String {
    let mut body = example.body.to_owned();
    for source in example.javascript {
        body = body.replace(&format!("{{{{{}}}}}", source.name), &escape(source.text.trim_end()));
    }
    body
}

fn write_source(html: &mut String, language: &str, source: &Source, open: bool) {
    let Source { name, text, .. } = source;
    let open = if open { " open" } else { "" };
    let _ = writeln!(
        html,
        "<details{open}><summary>{name}</summary>\
         <pre tabindex=\"0\" aria-label=\"{language}: {name}\"><code>{}</code></pre></details>",
        highlight(&unindented(text))
    );
}

/// The text without the indentation that all of its lines have.
fn unindented(text: &str) -> String {
    let lines = || text.trim_end().lines();
    let filled = lines().filter(|line| !line.is_empty());
    let indentation = filled.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines: Vec<&str> = lines().map(|line| line.get(indentation..).unwrap_or_default()).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_a_section_a_button_and_a_result() {
        let page = html();
        for example in EXAMPLES {
            assert!(page.contains(&format!("<section id=\"{}\"", example.id)), "{}", example.id);
            assert!(page.contains(&format!("<a href=\"#{}\">", example.id)), "{}", example.id);
            assert!(example.body.contains("<button"), "{}", example.id);
            assert!(example.body.contains("class=\"result"), "{}", example.id);
        }
    }

    #[test]
    fn no_placeholder_is_left() {
        assert!(!html().contains("{{"));
    }

    #[test]
    fn only_the_indentation_that_all_lines_have_is_left_out() {
        assert_eq!(unindented("  a\n\n    b\n  c\n"), "a\n\n  b\nc");
    }

    #[test]
    fn files_have_paths_of_their_own() {
        let mut paths: Vec<&str> = files().iter().map(|file| file.path).collect();
        paths.sort_unstable();
        let count = paths.len();
        paths.dedup();
        assert_eq!(paths.len(), count);
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let page = html();
        for attribute in ["src=\"http", "src=\"//", "@import", "url(http"] {
            assert!(!page.contains(attribute), "{attribute}");
        }
        assert!(!include_str!("../page/style.css").contains("url("));
    }
}
