//! The source text of the programs that are built.

use std::fmt::Write as _;

/// A program with this many functions of three arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    pub(super) style: Style,
    pub(super) functions: usize,
}

/// How functions can be called by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// No function can be called.
    Empty,
    /// `#[js_invokable]`
    Annotated,
    /// A thunk for each function, in a table.
    HandWritten,
}

/// Types of parameters, each with an argument.
const PARAMETERS: [(&str, &str); 10] = [
    ("i32", "1"),
    ("String", "\"two\""),
    ("f64", "3.5"),
    ("Option<String>", "null"),
    ("Point", "{\"x\":1.0,\"y\":2.0}"),
    ("bool", "true"),
    ("Vec<i32>", "[1,2,3]"),
    ("u64", "8"),
    ("Colour", "\"Red\""),
    ("Vec<Point>", "[{\"x\":1.0,\"y\":2.0}]"),
];

/// Types of results, each with a value.
const RESULTS: [(&str, &str); 8] = [
    ("i32", "42"),
    ("String", "String::from(\"text\")"),
    ("()", "()"),
    ("Vec<i32>", "vec![1, 2, 3]"),
    ("Option<String>", "None"),
    ("Point", "Point { x: 1.0, y: 2.0 }"),
    ("bool", "true"),
    ("f64", "0.5"),
];

/// How many different lists of parameters there are.
const SIGNATURES: usize = 64;

const TYPES: &str = "\
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Point { pub x: f64, pub y: f64 }

#[derive(serde::Serialize, serde::Deserialize)]
pub enum Colour { Red, Green, Blue }
";

const EMPTY_MAIN: &str = "fn main() {}\n";

const ANNOTATED_MAIN: &str = r#"
fn main() {
    let words: Vec<String> = std::env::args().collect();
    let host = interop_core::host::CircuitHost::builder().build();
    let call = interop_core::host::Invocation::on_assembly(env!("CARGO_PKG_NAME"), &words[1], &*words[2]);
    let mut reply = interop_core::host::Reply::new();
    match host.invoke(&call, &mut reply) {
        Ok(()) => println!("{}", reply.json()),
        Err(failure) => println!("error: {failure}"),
    }
}
"#;

const HAND_WRITTEN_MAIN: &str = r#"
type Thunk = fn(&str, &mut Vec<u8>) -> Result<(), String>;

#[cold]
#[inline(never)]
fn cold(error: serde_json::Error) -> String {
    error.to_string()
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let mut reply = Vec::new();
    let result = match METHODS.iter().find(|(name, _)| *name == words[1]) {
        Some((_, thunk)) => thunk(&words[2], &mut reply),
        None => Err(format!("no method {}", words[1])),
    };
    match result {
        Ok(()) => println!("{}", String::from_utf8_lossy(&reply)),
        Err(error) => println!("error: {error}"),
    }
}
"#;

impl Program {
    /// The name of its package.
    pub(super) fn name(self) -> String {
        match self.style {
            Style::Empty => "empty".to_owned(),
            Style::Annotated => format!("annotated-{}", self.functions),
            Style::HandWritten => format!("hand-written-{}", self.functions),
        }
    }

    pub(super) fn source(self) -> String {
        if self.style == Style::Empty {
            return EMPTY_MAIN.to_owned();
        }
        let mut source = TYPES.to_owned();
        for index in 0..self.functions {
            source += "\n";
            match self.style {
                Style::Annotated => source += "#[interop_core::js_invokable]\n",
                Style::HandWritten => source += &thunk(index),
                Style::Empty => {}
            }
            source += &function(index);
        }
        source += if self.style == Style::Annotated { ANNOTATED_MAIN } else { HAND_WRITTEN_MAIN };
        if self.style == Style::HandWritten {
            source += "\nstatic METHODS: &[(&str, Thunk)] = &[\n";
            for index in 0..self.functions {
                let _ = writeln!(source, "    (\"method_{index}\", thunk_{index}),");
            }
            source += "];\n";
        }
        source
    }
}

/// The function itself, the same in both programs.
fn function(index: usize) -> String {
    let [a, b, c] = parameters(index).map(|(ty, _)| ty);
    let (result, value) = RESULTS[(index + index / SIGNATURES) % RESULTS.len()];
    format!(
        "pub fn method_{index}(first: {a}, second: {b}, third: {c}) -> {result} {{\n    \
         std::hint::black_box((first, second, third));\n    {value}\n}}\n"
    )
}

fn thunk(index: usize) -> String {
    let [a, b, c] = parameters(index).map(|(ty, _)| ty);
    format!(
        "fn thunk_{index}(args: &str, reply: &mut Vec<u8>) -> Result<(), String> {{\n    \
         let (first, second, third) = serde_json::from_str::<({a}, {b}, {c})>(args).map_err(cold)?;\n    \
         serde_json::to_writer(reply, &method_{index}(first, second, third)).map_err(cold)\n}}\n"
    )
}

/// The three parameters of a function.
fn parameters(index: usize) -> [(&'static str, &'static str); 3] {
    let signature = index % SIGNATURES;
    let count = PARAMETERS.len();
    [signature % count, (signature / count + signature) % count, (signature * 7 + 3) % count].map(|at| PARAMETERS[at])
}

/// Arguments that make either program call a function.
pub(super) fn example_call(function: usize) -> [String; 2] {
    let [a, b, c] = parameters(function).map(|(_, argument)| argument);
    [format!("method_{function}"), format!("[{a},{b},{c}]")]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn signatures_repeat() {
        let distinct: BTreeSet<_> = (0..400).map(|index| parameters(index).map(|(ty, _)| ty)).collect();
        assert!((50..=70).contains(&distinct.len()), "{}", distinct.len());
    }

    #[test]
    fn both_programs_have_the_same_functions() {
        let annotated = Program { style: Style::Annotated, functions: 9 }.source();
        let hand_written = Program { style: Style::HandWritten, functions: 9 }.source();
        assert_eq!(annotated.matches("js_invokable").count(), 9);
        for index in 0..9 {
            let function = function(index);
            assert!(annotated.contains(&function) && hand_written.contains(&function), "{function}");
            assert!(hand_written.contains(&format!("(\"method_{index}\", thunk_{index}),")));
        }
    }

    #[test]
    fn a_call_has_an_argument_for_each_parameter() {
        let [name, args] = example_call(3);
        assert_eq!(name, "method_3");
        assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&args).unwrap().len(), 3);
    }
}
