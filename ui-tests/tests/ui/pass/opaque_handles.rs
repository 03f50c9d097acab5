//! Objects without invokable methods: JavaScript holds them and passes them back.
#![deny(warnings, missing_docs)]

use interop_core::{InProcess, ObjectReference, interop_object, js_invokable};

interop_core::assembly!("Handles");

/// A ticket.
pub struct Ticket(u32);

#[interop_object]
impl Ticket {}

/// A page without methods of its own.
pub struct Page<T>(T);

#[interop_object]
impl<T: Send + Sync> Page<T> {
    fn read(&self) -> &T {
        &self.0
    }
}

/// Makes a ticket.
#[js_invokable]
pub fn issue(number: u32) -> ObjectReference<Ticket> {
    ObjectReference::new(Ticket(number))
}

/// Reads a ticket.
#[js_invokable]
pub fn number(ticket: ObjectReference<Ticket>) -> u32 {
    ticket.0
}

/// Makes a page.
#[js_invokable]
pub fn open(text: String) -> ObjectReference<Page<String>> {
    ObjectReference::new(Page(text))
}

/// Reads a page.
#[js_invokable]
pub fn read(page: ObjectReference<Page<String>>) -> String {
    page.read().clone()
}

fn main() {
    let app = InProcess::new();
    let ticket: ObjectReference<Ticket> = app.call("Handles", "issue", (7,)).unwrap();
    let number: u32 = app.call("Handles", "number", (&ticket,)).unwrap();
    assert_eq!(number, 7);
    let page: ObjectReference<Page<String>> = app.call("Handles", "open", ("text",)).unwrap();
    let text: String = app.call("Handles", "read", (&page,)).unwrap();
    assert_eq!(text, "text");
    let failure = app.object(&ticket).invoke("number", "[]").unwrap_err();
    assert!(failure.message.contains("number"), "{}", failure.message);
}
