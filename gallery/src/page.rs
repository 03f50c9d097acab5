//! The page: a template with one section per example, and the files that it loads.

use std::fmt::Write as _;

use crate::catalogue::{EXAMPLES, Example, Source};
use crate::highlight::{escape, highlight};
use crate::host::Host;
use crate::typed::{TYPED, typed_form};

/// A file that the page loads.
#[derive(Clone, Copy, Debug)]
pub struct File {
    /// Its path, relative to the page.
    pub path: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// The contents of the file.
    pub text: &'static str,
}

/// The media type of a page.
pub const HTML: &str = "text/html; charset=utf-8";
/// The media type of a script.
pub const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE_SHEET: &str = "text/css; charset=utf-8";

/// Replaces the WebAssembly page if the module was not built.
pub const WITHOUT_MODULE: &str = include_str!("../page/without-module.html");

/// The differences between the pages of the hosts.
struct Variant {
    /// Where Rust runs, as displayed by the page: the part that is omitted on narrow screens, and the rest.
    place: [&'static str; 2],
    /// The script that connects the page to Rust.
    connect: File,
    /// The page's own files that `connect` imports.
    imports: &'static [File],
    /// The texts that the page shows while it connects, when it is connected, and when it cannot connect.
    states: [&'static str; 3],
}

const SERVER: Variant = Variant {
    place: ["on the ", "server"],
    connect: File { path: "connect.js", media_type: SCRIPT, text: include_str!("../page/connect.js") },
    imports: &[File { path: "sockets.js", media_type: SCRIPT, text: include_str!("../page/sockets.js") }],
    states: ["Connecting\u{2026}", "Connected", "Not connected"],
};

const WASM: Variant = Variant {
    place: ["in this page, as ", "WebAssembly"],
    connect: File { path: "connect-wasm.js", media_type: SCRIPT, text: include_str!("../page/connect-wasm.js") },
    imports: &[],
    states: ["Starting\u{2026}", "Running", "Stopped"],
};

fn variant(host: Host) -> Variant {
    match host {
        Host::Server => SERVER,
        Host::Wasm => WASM,
    }
}

/// The JavaScript that a page shows and runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// The article's.
    Article,
    /// The article's, and next to it the same calls through the generated client.
    Typed,
}

/// The path of the page with the generated client, relative to the page of its host.
pub const TYPED_PAGE: &str = "typed.html";

/// Every file that the pages of a host load, except the client and the module.
pub fn files(host: Host) -> Vec<File> {
    let mut files = vec![
        File { path: "style.css", media_type: STYLE_SHEET, text: include_str!("../page/style.css") },
        File { path: "gallery.js", media_type: SCRIPT, text: include_str!("../page/gallery.js") },
        variant(host).connect,
    ];
    files.extend(variant(host).imports);
    files.extend([
        File { path: "typed.js", media_type: SCRIPT, text: include_str!("../page/typed.js") },
        File {
            path: "interop/blazor-sample.js",
            media_type: SCRIPT,
            text: include_str!("../page/interop/blazor-sample.js"),
        },
        File { path: "interop/runtime.js", media_type: SCRIPT, text: include_str!("../page/interop/runtime.js") },
    ]);
    let typed = TYPED.iter().map(|(_, source)| source);
    let sources = EXAMPLES.iter().flat_map(|example| example.javascript).chain(typed);
    files.extend(
        sources.filter_map(|source| source.url.map(|path| File { path, media_type: SCRIPT, text: source.text })),
    );
    files
}

/// The page of a host, with a link to the page of the other host if there is one.
pub fn html(host: Host, other: Option<&str>, client: Client) -> String {
    let (mut navigation, mut sections) = (String::new(), String::new());
    for example in EXAMPLES {
        let _ = writeln!(navigation, "<li><a href=\"#{}\">{}</a></li>", example.id, escape(example.title));
        write_section(&mut sections, example, client);
    }
    let Variant { connect, states: [connecting, connected, disconnected], .. } = variant(host);
    let file = if client == Client::Typed { TYPED_PAGE } else { "" };
    let script = if client == Client::Typed { "\n  <script type=\"module\" src=\"typed.js\"></script>" } else { "" };
    include_str!("../page/index.html")
        .replace("{{typed}}", script)
        .replace("{{connect}}", connect.path)
        .replace("{{guide}}", &in_repository("interop-core/src/guide/js_invokable.md"))
        .replace("{{source}}", &in_repository("gallery"))
        .replace("{{hosts}}", &hosts(host, other.map(|other| format!("{other}{file}")).as_deref()))
        .replace("{{clients}}", clients(client))
        .replace("{{connecting}}", connecting)
        .replace("{{connected}}", connected)
        .replace("{{disconnected}}", disconnected)
        .replace("{{navigation}}", &navigation)
        .replace("{{sections}}", &sections)
}

/// The URL of a file or folder of the repository.
fn in_repository(path: &str) -> String {
    format!("{}/blob/main/{path}", env!("CARGO_PKG_REPOSITORY"))
}

/// Shows which JavaScript calls Rust, and links to the page with the other one.
fn clients(current: Client) -> &'static str {
    match current {
        Client::Article => "<strong>The article’s JavaScript</strong> <a href=\"typed.html\">Typed client</a>",
        Client::Typed => "<a href=\"./\">The article’s JavaScript</a> <strong>Typed client</strong>",
    }
}

/// Shows where Rust runs and links to the page of the other host.
fn hosts(current: Host, other: Option<&str>) -> String {
    let mut html = String::from("<span class=\"wide\">Rust runs</span>");
    for host in [Host::Server, Host::Wasm] {
        let [more, place] = variant(host).place;
        let place = format!("<span class=\"wide\">{more}</span>{place}");
        if host == current {
            let _ = write!(html, " <strong>{place}</strong>");
        } else if let Some(url) = other {
            let _ = write!(html, " <a href=\"{url}\">{place}</a>");
        }
    }
    html
}

fn write_section(html: &mut String, example: &Example, client: Client) {
    let Example { id, about, .. } = example;
    let typed = if client == Client::Typed { typed_form(id) } else { None };
    let title = escape(example.title);
    let _ = writeln!(
        html,
        "<section id=\"{id}\" _bl_{id} aria-labelledby=\"{id}-title\">\n<div class=\"demo\">\n\
         <h2 id=\"{id}-title\"><a href=\"#{id}\">{title}</a></h2>\n<p class=\"about\">{about}</p>\n\
         {}{}</div>\n<div class=\"sources\">",
        body(example),
        typed.map(|_| typed_body(id)).unwrap_or_default()
    );
    if let Some(source) = typed {
        write_source(html, "JavaScript", source, true);
    }
    for (index, source) in example.rust.iter().enumerate() {
        // The first file is the example. The others are used by it.
        write_source(html, "Rust", source, index == 0 && typed.is_none());
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

/// The markup of the example's typed form.
fn typed_body(id: &str) -> String {
    format!(
        "<div class=\"typed\">\n<h3>With the typed client</h3>\n<p class=\"controls\">\
         <button type=\"button\" data-typed=\"{id}\">Run the typed example</button></p>\n\
         <output class=\"result\" aria-live=\"polite\"></output>\n</div>\n"
    )
}

/// The markup of the example; `{{file}}` is replaced with a snippet for an attribute.
fn body(example: &Example) -> String {
    let mut body = example.body.to_owned();
    for source in example.javascript {
        body = body.replace(&format!("{{{{{}}}}}", source.name), &escape(source.text.trim_end()));
    }
    body
}

fn write_source(html: &mut String, language: &str, source: &Source, open: bool) {
    let Source { name, path, text, .. } = source;
    let open = if open { " open" } else { "" };
    let _ = writeln!(
        html,
        "<details{open}><summary>{name}</summary><a class=\"source\" href=\"{}\">source</a>\
         <pre aria-label=\"{language}: {name}\"><code>{}</code></pre></details>",
        in_repository(path),
        highlight(&unindented(text))
    );
}

/// Removes the indentation that all lines have in common.
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

    /// All pages.
    fn pages() -> [String; 3] {
        [(Host::Server, Some("wasm/")), (Host::Wasm, Some("../")), (Host::Wasm, None)]
            .map(|(host, other)| html(host, other, Client::Article))
    }

    #[test]
    fn the_typed_page_has_everything_of_the_other_and_the_typed_examples() {
        for host in [Host::Server, Host::Wasm] {
            let page = html(host, None, Client::Typed);
            assert!(!page.contains("{{"));
            for example in EXAMPLES {
                assert!(page.contains(&format!("<section id=\"{}\"", example.id)), "{}", example.id);
            }
            for (id, source) in TYPED {
                assert!(EXAMPLES.iter().any(|example| example.id == *id), "{id}");
                assert!(page.contains(&format!("data-typed=\"{id}\"")), "{id}");
                assert!(files(host).iter().any(|file| Some(file.path) == source.url), "{id}");
            }
        }
    }

    #[test]
    fn every_example_has_a_section_a_button_and_a_result() {
        for page in pages() {
            for example in EXAMPLES {
                assert!(page.contains(&format!("<section id=\"{}\"", example.id)), "{}", example.id);
                assert!(page.contains(&format!("<a href=\"#{}\">", example.id)), "{}", example.id);
                assert!(example.body.contains("<button"), "{}", example.id);
                assert!(example.body.contains("class=\"result"), "{}", example.id);
            }
        }
    }

    #[test]
    fn no_placeholder_is_left() {
        assert!(pages().iter().all(|page| !page.contains("{{")));
    }

    #[test]
    fn a_page_says_where_rust_runs_and_leads_to_the_other_page_if_there_is_one() {
        let [server, wasm, alone] = pages();
        let here = |place: &str| format!("<strong>{place}</strong>");
        let there = |url: &str, place: &str| format!("<a href=\"{url}\">{place}</a>");
        let on_server = "<span class=\"wide\">on the </span>server";
        let in_page = "<span class=\"wide\">in this page, as </span>WebAssembly";
        assert!(server.contains(&format!("{} {}</p>", here(on_server), there("wasm/", in_page))));
        assert!(wasm.contains(&format!("{} {}</p>", there("../", on_server), here(in_page))));
        assert!(alone.contains(&format!("</span> {}</p>", here(in_page))));
        assert!(!alone.contains("../"));
    }

    #[test]
    fn only_the_indentation_that_all_lines_have_is_left_out() {
        assert_eq!(unindented("  a\n\n    b\n  c\n"), "a\n\n  b\nc");
    }

    #[test]
    fn what_a_page_loads_is_there_once() {
        for host in [Host::Server, Host::Wasm] {
            let page = html(host, None, Client::Typed);
            let files = files(host);
            let loaded = page.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
            for path in loaded.chain(["style.css"]) {
                assert_eq!(files.iter().filter(|file| file.path == path).count(), 1, "{host:?}: {path}");
            }
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for page in pages() {
            for attribute in ["src=\"http", "src=\"/", "href=\"/", "@import", "url(http"] {
                assert!(!page.contains(attribute), "{attribute}");
            }
        }
        assert!(!include_str!("../page/style.css").contains("url("));
    }
}
