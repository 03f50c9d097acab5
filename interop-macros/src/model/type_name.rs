//! Types as text, spaced the way a person writes them: `HashMap<&'a str, Vec<u8>>`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

/// The type as written, independent of the user's whitespace.
pub(crate) fn type_name(ty: &Type) -> String {
    let mut writer = Writer { text: String::new(), last: Last::Open };
    writer.stream(ty.to_token_stream());
    writer.text
}

/// What was written last, which determines the space before the next token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing, or a token such as `<` or `::` that no space follows.
    Open,
    /// The apostrophe of a lifetime.
    Apostrophe,
    /// A name, a literal, or the end of a group.
    Word,
    /// A lifetime or a keyword, which never touches what follows.
    Detached,
    /// `>`
    Close,
}

struct Writer {
    text: String,
    last: Last,
}

impl Writer {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(word) => self.word(&word.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Punct(punct) => self.punct(punct.as_char()),
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::None => {
                            self.stream(group.stream());
                            continue;
                        }
                    };
                    self.space_if(self.last == Last::Detached);
                    self.text.push_str(open);
                    self.last = Last::Open;
                    self.stream(group.stream());
                    self.text.push_str(close);
                    self.last = Last::Word;
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        self.space_if(matches!(self.last, Last::Word | Last::Detached | Last::Close));
        self.text.push_str(word);
        let detached = self.last == Last::Apostrophe || matches!(word, "dyn" | "impl" | "mut" | "const" | "as");
        self.last = if detached { Last::Detached } else { Last::Word };
    }

    fn punct(&mut self, punct: char) {
        match punct {
            '\'' => {
                self.space_if(matches!(self.last, Last::Word | Last::Detached | Last::Close));
                self.text.push(punct);
                self.last = Last::Apostrophe;
            }
            ',' | ';' => {
                self.text.push(punct);
                self.text.push(' ');
                self.last = Last::Open;
            }
            '+' | '=' => {
                self.text.push(' ');
                self.text.push(punct);
                self.text.push(' ');
                self.last = Last::Open;
            }
            '>' if self.text.ends_with(" -") => {
                self.text.push_str("> ");
                self.last = Last::Open;
            }
            '>' => {
                // The trailing comma of a list.
                if self.text.ends_with(", ") {
                    self.text.truncate(self.text.len() - 2);
                }
                self.text.push('>');
                self.last = Last::Close;
            }
            '-' => {
                self.text.push_str(" -");
                self.last = Last::Open;
            }
            _ => {
                self.space_if(self.last == Last::Detached && punct != ':');
                self.text.push(punct);
                self.last = if punct == '!' { Last::Word } else { Last::Open };
            }
        }
    }

    fn space_if(&mut self, condition: bool) {
        if condition {
            self.text.push(' ');
        }
    }
}
