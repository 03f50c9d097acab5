//! Expansions and their errors as text.

use std::fmt::Write;

use expect_test::Expect;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprCall, ExprMethodCall, File, Macro, Token};

use crate::invokable::js_invokable;
use crate::object::interop_object;

/// The expansion of `#[js_invokable(args)] item`.
pub(super) fn function(args: &str, item: &str) -> TokenStream {
    js_invokable(tokens(args), &tokens(item))
}

/// The expansion of `#[interop_object(args)] item`.
pub(super) fn object(args: &str, item: &str) -> TokenStream {
    interop_object(tokens(args), &tokens(item))
}

/// The expansion of an `#[interop_object]` block for a type `Shop` with one method.
pub(super) fn method(method: &str) -> TokenStream {
    object("", &format!("impl Shop {{ #[js_invokable] {method} }}"))
}

pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap()
}

/// Compares the whole expansion, formatted.
pub(super) fn expect_code(expansion: TokenStream, expect: &Expect) {
    expect.assert_eq(&formatted(expansion));
}

/// Compares all values of this name in the descriptors of the expansion, by the names of the constructors' parameters.
pub(super) fn expect_fields(name: &str, expansion: TokenStream, expect: &Expect) {
    let mut fields = Fields { name, values: Vec::new() };
    fields.visit_file_mut(&mut syn::parse2(expansion).unwrap());
    let found = fields.values;
    expect.assert_eq(&formatted(quote!(#(const VALUE: _ = #found;)*)));
}

/// Compares the errors: the underlined text, a colon and the message.
pub(super) fn expect_errors(expansion: TokenStream, expect: &Expect) {
    expect.assert_eq(&errors(expansion));
}

/// The errors in the expansion, one a line.
pub(super) fn errors(expansion: TokenStream) -> String {
    let mut text = String::new();
    collect_errors(expansion, &mut text);
    text
}

/// Code as a person would write it.
pub(super) fn formatted(code: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2::<File>(code).unwrap())
}

struct Fields<'a> {
    name: &'a str,
    values: Vec<Expr>,
}

impl Fields<'_> {
    fn take(&mut self, names: &[&str], values: &Punctuated<Expr, Token![,]>) {
        let taken = names.iter().zip(values).filter(|(name, _)| **name == self.name);
        self.values.extend(taken.map(|(_, value)| value.clone()));
    }
}

impl VisitMut for Fields<'_> {
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        match called(&call.func).as_str() {
            "static_method" | "instance_method" => {
                self.take(&["declaration", "parameters", "result", "thunk"], &call.args);
            }
            _ => {}
        }
        syn::visit_mut::visit_expr_call_mut(self, call);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        if call.method == "rust_name" {
            self.take(&["rust_name"], &call.args);
        }
        syn::visit_mut::visit_expr_method_call_mut(self, call);
    }

    fn visit_macro_mut(&mut self, constructor: &mut Macro) {
        let names: &[&str] = match constructor.path.segments.last().unwrap().ident.to_string().as_str() {
            "declaration" => &["id", "docs", "assembly"],
            "parameter" => &["name", "type_name"],
            _ => return,
        };
        // Some constructors take a type as their last argument, which is not an expression.
        let values = constructor.tokens.to_string();
        let values = values.splitn(names.len() + 1, " , ").map(syn::parse_str::<Expr>);
        self.take(names, &values.map_while(Result::ok).collect());
    }
}

/// The last name of the path that is called.
fn called(function: &Expr) -> String {
    match function {
        Expr::Path(function) => function.path.segments.last().map_or_else(String::new, |name| name.ident.to_string()),
        _ => String::new(),
    }
}

/// syn puts the start of what is underlined on `compile_error` and its end on the braces.
fn collect_errors(code: TokenStream, text: &mut String) {
    let mut start = None;
    for token in code {
        match token {
            TokenTree::Ident(name) if name == "compile_error" => start = Some(name.span()),
            TokenTree::Group(group) => match start.take() {
                Some(start) => write_error(start, &group, text),
                None => collect_errors(group.stream(), text),
            },
            _ => {}
        }
    }
}

fn write_error(start: Span, message: &Group, text: &mut String) {
    assert_eq!(message.delimiter(), Delimiter::Brace);
    let underlined = start.join(message.span()).and_then(|span| span.source_text());
    let underlined = underlined.filter(|text| !text.is_empty()).unwrap_or("the attribute".to_owned());
    let message: syn::LitStr = syn::parse2(message.stream()).unwrap();
    writeln!(text, "{underlined}: {}", message.value()).unwrap();
}
