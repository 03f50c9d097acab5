//! Functions that may block their thread: they run on another one, with arguments that borrow from the call.
#![deny(warnings)]

use std::thread;

use futures_executor::block_on;
use interop_core::{Circuit, InProcess, ObjectReference, This, interop_object, js_invokable};

interop_core::assembly!("Files");

#[js_invokable(blocking)]
pub fn thread_id() -> String {
    format!("{:?}", thread::current().id())
}

#[js_invokable(name = "length", blocking)]
pub fn length(text: &str, all: &[String], circuit: Circuit) -> Result<usize, String> {
    if circuit.is_closed() { Err("closed".to_owned()) } else { Ok(text.len() + all.len()) }
}

#[js_invokable(blocking)]
pub fn same<'a>(text: &'a str) -> &'a str {
    text
}

pub struct File(String);

#[interop_object]
impl File {
    #[js_invokable(blocking)]
    pub fn open(path: String) -> ObjectReference<Self> {
        ObjectReference::new(File(path))
    }

    #[js_invokable(blocking)]
    pub fn path(&self, this: This<Self>) -> &str {
        assert_eq!(self.0, this.0);
        &self.0
    }
}

fn main() {
    let app = InProcess::new();
    let call = |id, args| block_on(app.invoke_async("Files", id, args));
    assert_ne!(call("thread_id", "[]").unwrap(), format!("{:?}", format!("{:?}", thread::current().id())));
    assert_eq!(call("length", r#"["a\n",["b"]]"#).unwrap(), "3");
    assert_eq!(call("same", r#"["a\n"]"#).unwrap(), r#""a\n""#);
    let file: ObjectReference<File> = block_on(app.call_async("Files", "open", ("a.txt",))).unwrap();
    assert_eq!(block_on(app.object(&file).invoke_async("path", "[]")).unwrap(), r#""a.txt""#);
}
